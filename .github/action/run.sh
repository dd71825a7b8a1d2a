#!/usr/bin/env bash
# What the action does: gets the program unless it is there, runs the check, and hands on how it ended. Everything it is
# told comes in variables of the environment; `action.yml` says what they are.
set -euo pipefail

repository=https://github.com/amplify-ls/amplify-ls
home=$(cd "$(dirname "$0")/../.." && pwd)

fail() {
  echo "::error title=amplify-ls::$1" >&2
  exit 2
}

# The platform, as releases call it.
target() {
  local system processor
  case "$(uname -s)" in
    Linux) system=unknown-linux-musl ;;
    Darwin) system=apple-darwin ;;
    MINGW* | MSYS* | CYGWIN*) system=pc-windows-msvc ;;
    *) fail "there is no release for $(uname -s)" ;;
  esac
  case "$(uname -m)" in
    x86_64 | amd64) processor=x86_64 ;;
    arm64 | aarch64) processor=aarch64 ;;
    armv7*) processor=armv7 ;;
    *) fail "there is no release for $(uname -m)" ;;
  esac
  # This one alone says how it hands over numbers.
  case "$processor-$system" in armv7-unknown-linux-musl) system=${system}eabihf ;; esac
  echo "$processor-$system"
}

# Prints where the program of a release lies, after it was downloaded and held to its checksum. In `$(...)` a command
# that fails does not end the script by itself: so each says what happens then.
download() {
  local version=$1 target name folder sum
  target=$(target) || exit 2
  name=amplify-ls-$version-$target.tar.gz
  case "$target" in *windows*) name=amplify-ls-$version-$target.zip ;; esac
  folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/amplify-ls.XXXXXX") || fail "no folder for the program can be made"
  for file in "$name" SHA256SUMS; do
    curl --proto '=https' --fail --silent --show-error --location --retry 3 --output "$folder/$file" \
      "$repository/releases/download/$version/$file" >&2 || fail "the release $version has no $file, or it cannot be reached"
  done
  if command -v sha256sum > /dev/null; then
    sum=$(sha256sum < "$folder/$name") || fail "$name cannot be read"
  else
    sum=$(shasum -a 256 < "$folder/$name") || fail "$name cannot be read"
  fi
  grep -q "^${sum%% *} [ *]$name\$" "$folder/SHA256SUMS" || fail "$name is not the file of the release: its checksum is another one"
  case "$name" in
    *.zip) unzip -q "$folder/$name" -d "$folder" >&2 || fail "$name cannot be unpacked" && echo "$folder/amplify-ls.exe" ;;
    *) tar -xzf "$folder/$name" -C "$folder" >&2 || fail "$name cannot be unpacked" && echo "$folder/amplify-ls" ;;
  esac
}

program=${INPUT_PROGRAM:-}
if [ -z "$program" ]; then
  version=${INPUT_VERSION:-}
  if [ -z "$version" ]; then
    version=v$(sed -n 's/^version = "\(.*\)"$/\1/p' "$home/Cargo.toml" | head -n 1)
  fi
  program=$(download "$version") || exit 2
fi

arguments=(check --format "${INPUT_FORMAT:-github}" --fail-on "${INPUT_FAIL_ON:-warning}")
if [ -n "${INPUT_MAX_WARNINGS:-}" ]; then
  arguments+=(--max-warnings "$INPUT_MAX_WARNINGS")
fi
# Behind this no path is taken for an option.
arguments+=(--)
while IFS= read -r path; do
  if [ -n "$path" ]; then
    arguments+=("$path")
  fi
done <<< "${INPUT_PATHS:-}"

code=0
if [ -n "${INPUT_OUTPUT:-}" ]; then
  "$program" "${arguments[@]}" > "$INPUT_OUTPUT" || code=$?
else
  "$program" "${arguments[@]}" || code=$?
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  echo "exit-code=$code" >> "$GITHUB_OUTPUT"
fi
exit "$code"
