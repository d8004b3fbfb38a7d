#!/bin/sh
# Install the locked packages and this project into the environment of the given interpreter.
set -eu
python=$1
lock=$2

if command -v uv >/dev/null 2>&1; then
    install="uv pip install --quiet --compile-bytecode --python $python"
else
    install="$python -m pip install --quiet --disable-pip-version-check"
fi

$install --require-hashes -r "$lock"
$install --no-deps --no-build-isolation --editable .
