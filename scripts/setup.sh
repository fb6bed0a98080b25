#!/bin/sh
# Makes a bare machine ready for `make build` and `make test`: system packages, virtual environment, Python packages.
# Safe to run again: what is there is left alone. Says in one line what to do when it may not do it itself.
set -eu
cd "$(dirname "$0")/.."

EXTRAS=${EXTRAS:-dev,parquet}
say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
may_apt() { command -v apt-get >/dev/null 2>&1 && { [ -z "$root" ] || $root true 2>/dev/null; }; }

apt_install() {
    if may_apt; then
        say "installing $*"
        # An old package list names files that are gone, so refresh it first; a mirror that fails is tried again.
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        $root apt-get -o Acquire::Retries=3 -qq update >/dev/null || true
        $root apt-get -o Acquire::Retries=3 -qq -y install --no-install-recommends "$@" >/dev/null ||
            fail "could not install $*; run: sudo apt-get install $*"
    else
        fail "missing $*; run: sudo apt-get install $*"
    fi
}

# --- system packages -------------------------------------------------------------------------------------------------
missing=""
command -v tesseract >/dev/null 2>&1 || missing="tesseract-ocr"
tesseract --list-langs 2>/dev/null | grep -qx deu || missing="$missing tesseract-ocr-deu"
tesseract --list-langs 2>/dev/null | grep -qx osd || missing="$missing tesseract-ocr-osd"
# shellcheck disable=SC2086
[ -z "$missing" ] || apt_install $missing

# --- Python ----------------------------------------------------------------------------------------------------------
python=""
for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    apt_install python3 python3-venv
    python=python3
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
        fail "Python 3.11 to 3.13 is needed and $($python --version) is here; install one and run: PYTHON=python3.11 make build"
fi

stamp=.venv/.ready
wanted=$(cat pyproject.toml constraints.txt | cksum)-$EXTRAS
# A prefix is enough: `make models` installs more than `make test` asks for.
case "$(cat "$stamp" 2>/dev/null)" in "$wanted"*) exit 0 ;; esac

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "making the virtual environment .venv"
    rm -rf .venv
    "$python" -m venv .venv 2>/dev/null || {
        rm -rf .venv
        apt_install python3-venv
        "$python" -m venv .venv || fail "could not make .venv; run: sudo apt-get install python3-venv"
    }
fi
say "installing Python packages (a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 5 -c constraints.txt -e ".[$EXTRAS]" 2>.venv/pip.log ||
    { tail -n 5 .venv/pip.log >&2; fail "the Python packages could not be installed; see .venv/pip.log, then run the command again"; }
printf '%s\n' "$wanted" >"$stamp"
