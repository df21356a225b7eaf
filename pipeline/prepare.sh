#!/bin/sh
# Provide what pip cannot: Pango (WeasyPrint sets pages with it) and the Noto CJK fonts. Quick where nothing is to do.
#
# PYTHON names the interpreter (default python3); the fonts' cache is $XDG_CACHE_HOME/duikan/fonts (default ~/.cache/...).
# System fonts are used where they are present. Otherwise Debian's package of them is unpacked into the cache, without root:
# apt-get is given folders of its own, so it works as any user and where the machine's package lists are empty or old.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/duikan/fonts
pango='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1'
advice='On Debian or Ubuntu: sudo apt-get install fonts-noto-cjk. On Fedora: dnf install google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts. On macOS: brew install --cask font-noto-serif-cjk font-noto-sans-cjk.'

missing() {
    (cd "$here/.." && PYTHONDONTWRITEBYTECODE=1 "${PYTHON:-python3}" -m "$(basename "$here").publish.fonts" "$1")
}

stop() {
    echo "prepare: $1" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_pango() {
    command -v apt-get >/dev/null 2>&1 || stop "Pango is missing ($1). Install it: brew install pango (macOS), dnf install pango (Fedora)."
    if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
        stop "Pango is missing ($1). Run: sudo apt-get install $pango"
    fi
    echo "prepare: installing Pango" >&2
    # The package names are words of their own.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $pango >/dev/null 2>&1 ||
        { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $pango >/dev/null; } ||
        stop "apt-get could not install Pango. Run: sudo apt-get install $pango"
}

fetch_fonts() {
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
        stop "these fonts are missing: $1. $advice"
    fi
    echo "prepare: fetching the Noto CJK fonts into $cache (about 100 MB, once)" >&2
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    trap 'exit 2' INT TERM
    mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/unpacked"
    : >"$work/status"
    # A source of the machine that does not answer is no reason to stop: what counts is that the package comes.
    own_apt update -qq >"$work/log" 2>&1 || true
    (cd "$work/archives" && own_apt download -qq fonts-noto-cjk) >>"$work/log" 2>&1 ||
        { tail -n 3 "$work/log" >&2; stop "apt-get could not fetch the fonts ($1). $advice"; }
    dpkg-deb -x "$work"/archives/fonts-noto-cjk_*.deb "$work/unpacked"
    # Moving inside one folder is atomic: a broken fetch leaves no half a font.
    find "$work/unpacked" -name 'Noto*CJK-*.ttc' | while read -r face; do
        mv -f "$face" "$cache/$(basename "$face")"
    done
}

own_apt() {
    apt-get -o Dir::State="$work" -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" \
        -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Sandbox::User= -o Acquire::Languages=none -o Acquire::Retries=2 \
        -o APT::Update::Post-Invoke::= -o APT::Update::Post-Invoke-Success::= "$@"
}

libraries=$(missing libraries) || install_pango "$libraries"
faces=$(missing faces) || fetch_fonts "$faces"
libraries=$(missing libraries) || stop "still missing: $libraries"
faces=$(missing faces) || stop "still missing: $faces. $advice"
