#!/bin/sh
# Brings the catalogues up to date with the words in code and templates.
#
#   tools/catalogues.sh          every catalogue: new words come in empty, old ones go
#   tools/catalogues.sh so       begins one for Somali
#
# Residents read in every language, staff in those of FOR_STAFF (booking/language/languages.py), whose
# catalogues have every word. Nothing is guessed: a word that changed is empty until somebody translates
# it, and `./check` fails until then. docs/translations.md says what comes next.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
PATH=$PWD/.venv/bin:$PATH

words=$(mktemp -d)
trap 'rm -rf "$words"' EXIT

# words_of MAPPING: the words that it finds, as a template of a catalogue.
words_of() {
    pybabel --quiet extract --mapping "$1" --keywords _l --no-location \
        --add-comments Translators: --sort-by-file --project Kept \
        --msgid-bugs-address docs/translations.md --output "$words/$(basename "$1").pot" .
}
mapping_of() {
    case " $for_staff " in *" $1 "*) echo babel.cfg ;; *) echo residents.cfg ;; esac
}

for_staff=$(python -c 'from booking.language.languages import FOR_STAFF; print(*FOR_STAFF)')
words_of babel.cfg
words_of translations/residents.cfg
if [ $# -gt 0 ]; then
    exec pybabel init --input-file "$words/$(mapping_of "$1").pot" --output-dir translations --locale "$1"
fi
for catalogue in translations/*/LC_MESSAGES; do
    language=$(basename "$(dirname "$catalogue")")
    pybabel --quiet update --input-file "$words/$(mapping_of "$language").pot" --output-dir translations \
        --locale "$language" --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
done
