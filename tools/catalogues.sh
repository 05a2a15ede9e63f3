#!/bin/sh
# Brings the catalogues up to date with the words in code and templates.
#
#   tools/catalogues.sh          every catalogue: new words come in empty, old ones go
#   tools/catalogues.sh so       begins one for Somali
#
# Nothing is guessed: a word that changed is empty until somebody translates it, and `./check` fails
# until then. docs/translations.md says what comes next.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
PATH=$PWD/.venv/bin:$PATH

words=$(mktemp)
trap 'rm -f "$words"' EXIT
pybabel --quiet extract --mapping translations/residents.cfg --keywords _l --no-location \
    --add-comments Translators: --sort-by-file --project Kept \
    --msgid-bugs-address docs/translations.md --output "$words" .
if [ $# -gt 0 ]; then
    exec pybabel init --input-file "$words" --output-dir translations --locale "$1"
fi
pybabel --quiet update --input-file "$words" --output-dir translations --no-fuzzy-matching \
    --ignore-obsolete --ignore-pot-creation-date \
    --width 100
