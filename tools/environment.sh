# Makes .venv hold what a lock says. Read by ./run and ./check with `.`, at the top of the checkout.
#
# Seals kept inside .venv say for which checkout, Python and lock it was made, so an unchanged one
# costs a few milliseconds. A moved checkout, another Python or a broken .venv is made anew.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$0: $*"; exit 1; }

# apt_install PACKAGE...: brings Debian or Ubuntu packages, as root or through sudo.
apt_install() {
    command -v apt-get >/dev/null || { say "Please install: $*"; return 1; }
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
        command -v sudo >/dev/null ||
            { say "Please ask an administrator to run: apt-get install $*"; return 1; }
    fi
    say "Installing $* with apt-get (a minute or two)"
    $as_root apt-get -qq -o DPkg::Lock::Timeout=120 update >/dev/null &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 \
            -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >/dev/null
}

# Letters are made into PDFs with Pango and HarfBuzz, and with typefaces for every script that we write;
# only a bare Debian comes without those of Arabic, Bengali, Gurmukhi and Urdu.
letters_print() { python -c 'import weasyprint' 2>/dev/null; }
fonts_are_there() { ! command -v dpkg >/dev/null || dpkg -s fonts-noto-core >/dev/null 2>&1; }
# Prints the Debian packages of what is missing.
missing_for_letters() {
    letters_print || echo libpangoft2-1.0-0 libharfbuzz-subset0
    fonts_are_there || echo fonts-noto-core
}

# environment LOCK: .venv as LOCK says, and first on PATH.
environment() {
    [ "$(venv_seal)" = "$(cat .venv/seal 2>/dev/null)" ] || make_venv
    [ "$(lock_seal "$1")" = "$(cat ".venv/seal-$1" 2>/dev/null)" ] || sync_venv "$1"
    PATH=$PWD/.venv/bin:$PATH
    export PATH
    [ "$(words_seal)" = "$(cat .venv/seal-words 2>/dev/null)" ] || compile_words
}

# What residents read in other languages than English, compiled beside each catalogue.
words_seal() { cksum translations/*/LC_MESSAGES/messages.*o 2>/dev/null; }
compile_words() {
    pybabel --quiet compile --directory translations
    words_seal >.venv/seal-words
}

venv_seal() {
    pwd
    .venv/bin/python -VV 2>&1
    cksum requirements-uv.txt
}
lock_seal() { cksum "$1"; }

make_venv() {
    find_python || { apt_install python3 python3-venv && find_python; } ||
        fail "Kept needs Python 3.11 or newer, with its venv module."
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements-uv.txt
    venv_seal >.venv/seal
}

# Sets $python to one that is new enough and can make a venv; Debian packs ensurepip apart.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
            return
    done
    return 1
}

# uv leaves itself and pip alone in a venv that Python made. The development lock holds every pin of
# the other one (tests/test_locks.py says so): ./run is content with what ./check installed.
sync_venv() {
    say "Installing what $1 pins"
    rm -f .venv/seal-*
    .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes "$1"
    lock_seal requirements.txt >.venv/seal-requirements.txt
    lock_seal "$1" >".venv/seal-$1"
}
