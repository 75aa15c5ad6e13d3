# Sourced by mvnw: leaves JAVA_HOME at a JDK 25 or newer, or says what to install.

jdk_major() {
  # The release file is read instead of running java: it is faster, and works for broken launchers too.
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] || return 1
  _major="$(jdk_major "$1")"
  [ -n "$_major" ] && [ "$_major" -ge 25 ]
}

find_jdk_25() {
  if [ -n "${JAVA_HOME-}" ] && is_jdk_25 "$JAVA_HOME"; then
    printf %s "$JAVA_HOME"
    return
  fi
  _on_path="$(command -v javac 2>/dev/null || :)"
  if [ -n "$_on_path" ]; then
    _on_path="$(readlink -f "$_on_path" 2>/dev/null || printf %s "$_on_path")"
    _on_path="${_on_path%/bin/javac}"
  fi
  set +f
  for _home in "$_on_path" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$_home" ] && is_jdk_25 "$_home"; then
      printf %s "$_home"
      break
    fi
  done
  set -f
}

JDK_25="$(find_jdk_25)"
if [ -z "$JDK_25" ]; then
  cat >&2 <<'EOF'
OmniGraph needs a JDK 25 or newer, and none was found in JAVA_HOME, on PATH or in the usual folders.

  Debian, Ubuntu:  apt install temurin-25-jdk   (Adoptium's repository), or openjdk-25-jdk where it is packaged
  macOS:           brew install openjdk@25
  any, by SDKMAN:  sdk install java 25-tem

Then run this command again; set JAVA_HOME if the JDK is in a folder of its own.
EOF
  exit 1
fi
export JAVA_HOME="$JDK_25"
