#!/usr/bin/env bash
# assemble.sh DIR: makes DIR/home, a JDK 25 home with bin/native-image. README.md says what it is made of, and why.
set -euo pipefail

self=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$self/../../.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
home=$work/home
cd "$project"
. .mvn/find-jdk.sh
jdk=$JAVA_HOME

# The modules whose native libraries an executable may link.
modules=(java.base java.prefs java.management jdk.management jdk.net java.rmi jdk.attach jdk.security.auth jdk.management.agent)

say() { echo "[${SECONDS}s] $*"; }
fail() {
  echo "$*" >&2
  exit 1
}

check_machine() {
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "The GraalVM is assembled for Linux on x86-64 only."
  for tool in apt-get gcc ar nm xz; do
    command -v "$tool" > /dev/null || fail "Assembling a GraalVM takes $tool."
  done
  grep -q '^JAVA_VERSION="25' "$jdk/release" || fail "$jdk is not a JDK 25. Set JAVA_HOME to one."
  [ -f "$jdk/lib/src.zip" ] || fail "$jdk has no lib/src.zip. Install the JDK's sources, or set JAVA_HOME to a JDK 25 that has them."
}

copy_jdk_and_builder() {
  mkdir -p "$home"
  cp -a "$jdk/." "$home/"
  mkdir -p "$home"/lib/svm/{builder/lib,driver,clibraries/linux-amd64/include} "$home/lib/static/linux-amd64/glibc"
  ./mvnw -q -B -ntp -f "$self/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$home/lib/svm/builder"
  say "builder: $(ls "$home"/lib/svm/builder/*.jar | wc -l) jars"
}

# The first mirror of Debian that this machine uses, from either form of a list of sources.
debian_mirror() {
  find /etc/apt -name '*.list' -o -name '*.sources' | xargs -r awk '
    /^(URIs:|deb )/ { for (i = 2; i <= NF; i++) if (!found && $i ~ "^[a-z+]+:/.*/debian/?$") { print $i; found = 1 } }
    END { exit !found }'
}

# Downloads Debian's source of OpenJDK 25, as it was when this was written or, where a mirror keeps that no more, as it is
# now: the native interfaces are those of JDK 25 in every update. apt gets state and lists of its own, so that the
# machine's stay as they are.
download_jdk_source() {
  local mirror name=openjdk-25_25.0.3+9.orig.tar.xz
  local sha256=2dd6c441b49705480db1ebfcd03f43d5dcb7f1d4290e98c1fa6eeefae50cfa07
  mirror=$(debian_mirror) || fail "This machine's apt knows no mirror of Debian."
  local apt=$work/apt
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/parts"
  local options=(-qq -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/parts"
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache::archives=$apt/archives"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root)
  if ! /usr/lib/apt/apt-helper "${options[@]}" download-file "${mirror%/}/pool/main/o/openjdk-25/$name" "$apt/$name" "SHA256:$sha256"; then
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" > "$apt/sources.list"
    apt-get "${options[@]}" update
    (cd "$apt" && apt-get "${options[@]}" source --tar-only --download-only openjdk-25)
  fi
}

# The C sources of the JDK's native libraries, to $work/jdk.
unpack_jdk_source() {
  download_jdk_source
  mkdir -p "$work/jdk"
  local folders=('*/src/hotspot/share/include/*' '*/src/hotspot/os/posix/include/*')
  for module in "${modules[@]}"; do
    folders+=("*/src/$module/*/native/*")
  done
  tar -xf "$work"/apt/openjdk-25_*.orig.tar.xz -C "$work/jdk" --strip-components=1 --wildcards "${folders[@]}"
  say "sources of the JDK"
}

# The headers of the JDK's native methods, as javac writes them. They are no part of the source package.
make_jni_headers() {
  mkdir -p "$work/java" "$work/headers" "$work/classes"
  (cd "$work/java" && "$jdk/bin/jar" -xf "$jdk/lib/src.zip" "${modules[@]}")
  for module in "${modules[@]}"; do
    # Only classes with a native method or constant: all of java.base would take a minute.
    (cd "$work/java" && grep -rlE '(^|[^*/a-z])native [a-zA-Z]|@Native' --include='*.java' --exclude='*-info.java' "$module") \
      | sed "s|^|$work/java/|" > "$work/with-natives" || continue
    "$jdk/bin/javac" -nowarn -Xlint:none -proc:none -implicit:none --patch-module "$module=$work/java/$module" \
      -h "$work/headers" -d "$work/classes" "@$work/with-natives" 2> "$work/javac" || { cat "$work/javac" >&2; exit 1; }
  done
  say "headers: $(ls "$work/headers" | wc -l)"
}

# What the JDK's own makefiles pass to gcc, as far as the sources ask for it.
write_flags() {
  local version
  version=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release")
  local numbers=${version%%[+-]*} build=${version#*+}
  IFS=. read -r feature interim update patch _ <<< "$numbers.0.0.0"
  cat > "$work/flags" <<END
-O2 -fPIC -fno-strict-aliasing -fvisibility=hidden -fno-delete-null-pointer-checks -fno-lifetime-dse
-ffunction-sections -fdata-sections -fno-omit-frame-pointer -w
-DSTATIC_BUILD=1 -D_GNU_SOURCE -D_REENTRANT -D_LARGEFILE64_SOURCE -D_FILE_OFFSET_BITS=64 -DNDEBUG -DRELEASE -DUSE_MMAP
-DLINUX -Damd64 -D_LP64=1 -D_LITTLE_ENDIAN -DLIBC=gnu -DARCH='"amd64"' -DARCHPROPNAME='"amd64"'
-DVERSION_FEATURE=$feature -DVERSION_INTERIM=$interim -DVERSION_UPDATE=$update -DVERSION_PATCH=$patch
-DVERSION_EXTRA1=0 -DVERSION_EXTRA2=0 -DVERSION_EXTRA3=0 -DVERSION_BUILD=${build%%[!0-9]*}
-DVERSION_STRING='"$version"' -DVERSION_SHORT='"$numbers"' -DVERSION_SPECIFICATION='"$feature"' -DVERSION_DATE='""'
-DVENDOR_VERSION_STRING='""'
-I$work/headers -I$jdk/include -I$jdk/include/linux
-I$work/jdk/src/hotspot/share/include -I$work/jdk/src/hotspot/os/posix/include
END
  # Libraries of java.base include each other's headers.
  find "$work/jdk/src/java.base" -path '*/native/*' -type d ! -path '*/windows/*' ! -path '*/macosx/*' ! -path '*/aix/*' \
    | sort | sed 's/^/-I/' >> "$work/flags"
}

# compile_library NAME MODULE: adds the compilations of libNAME to the list of jobs. A file under linux/ takes the place of
# one of the same name under unix/, and that of one under share/.
compile_library() {
  local name=$1 seen=' ' includes=() folder file base language
  mkdir -p "$work/objects/$name"
  local folders=()
  for platform in linux unix share; do
    folder=$work/jdk/src/$2/$platform/native/lib$name
    [ -d "$folder" ] && folders+=("$folder")
  done
  while read -r folder; do
    includes+=("-I$folder")
  done < <(find "${folders[@]}" -type d)
  for folder in "${folders[@]}"; do
    while read -r file; do
      base=$(basename "${file%.*}")
      [[ $seen == *" $base "* ]] && continue
      seen+="$base "
      language=
      [[ $file == *.cpp ]] && language="-x c++ -fno-exceptions -fno-rtti"
      # 255 ends xargs at once.
      echo "gcc $language ${includes[*]} @$work/flags -DLIBRARY_NAME=$name -c $file -o $work/objects/$name/$base.o || exit 255"
    done < <(find "$folder" -name '*.c' -o -name '*.cpp' | sort)
  done >> "$work/jobs"
}

make_static_libraries() {
  local -A module_of=([java]=java.base [nio]=java.base [net]=java.base [zip]=java.base [jimage]=java.base [verify]=java.base
    [prefs]=java.prefs [extnet]=jdk.net [management]=java.management [management_ext]=jdk.management [rmi]=java.rmi
    [attach]=jdk.attach [jaas]=jdk.security.auth [management_agent]=jdk.management.agent)
  write_flags
  : > "$work/jobs"
  for name in "${!module_of[@]}"; do
    compile_library "$name" "${module_of[$name]}"
  done
  xargs -P "$(nproc)" -d '\n' -n 1 bash -c < "$work/jobs"
  for name in "${!module_of[@]}"; do
    ar rcs "$home/lib/static/linux-amd64/glibc/lib$name.a" "$work/objects/$name"/*.o
  done
  say "static libraries: ${#module_of[@]} of $(wc -l < "$work/jobs") objects"
}

# What a library of the JDK takes from the virtual machine, and c/jvm.c lacks, ends the process and says its name.
write_missing_entries() {
  local static=("$home"/lib/static/linux-amd64/glibc/*.a)
  echo '#include <stdio.h>'
  echo '#include <stdlib.h>'
  comm -23 <(nm "${static[@]}" 2> /dev/null | awk '$1 == "U" && $2 ~ /^(JVM_|jio_)/ {print $2}' | sort -u) \
    <(nm "$work/own/jvm.o" | awk '$2 == "T" {print $3}' | sort -u) \
    | sed 's/.*/void &(void) { fputs("& is missing in this executable.\\n", stderr); abort(); }/'
}

make_own_libraries() {
  local libraries=$home/lib/svm/clibraries/linux-amd64
  local flags=(-O2 -fPIC -ffunction-sections -fdata-sections -fvisibility=hidden -Wall -I"$self/c" -I"$jdk/include" -I"$jdk/include/linux")
  mkdir -p "$work/own"
  cp "$self"/c/*.h "$libraries/include/"
  for file in "$self"/c/*.c; do
    gcc "${flags[@]}" -c "$file" -o "$work/own/$(basename "$file" .c).o"
  done
  write_missing_entries > "$work/own/missing.c"
  gcc "${flags[@]}" -c "$work/own/missing.c" -o "$work/own/missing.o"
  (
    cd "$work/own"
    ar rcs "$libraries/libjvm.a" jvm.o missing.o
    ar rcs "$libraries/libsvm_container.a" container.o
    ar rcs "$libraries/liblibchelper.a" attach.o cpufeatures.o environment.o locale.o signals.o variadic.o
    gcc -shared -o "$home/lib/svm/builder/lib/libreporterchelper.so" progress.o
  )
  say "own libraries"
}

make_command() {
  # The builder's compiler takes the place of the module of that name in the JDK; the other jars are modules beside it.
  local svm=$home/lib/svm compiler others
  compiler=$(basename "$svm"/builder/compiler-*.jar)
  others=$(ls "$svm"/builder/*.jar | grep -v "/$compiler" | paste -sd:)
  for part in builder driver; do
    "$jdk/bin/java" "$self/BuilderModules.java" "$svm/builder" "$part" > "$svm/$part.args"
  done
  grep -- --add-exports "$svm/driver.args" > "$work/exports"
  "$home/bin/javac" -nowarn -proc:none --upgrade-module-path "$svm/builder/$compiler" --module-path "$others" \
    --add-modules org.graalvm.nativeimage.builder "@$work/exports" -d "$svm/driver" "$self"/driver/*.java
  sed "s/@COMPILER@/$compiler/" "$self/native-image" > "$home/bin/native-image"
  chmod +x "$home/bin/native-image"
  say "done: $(du -sh "$home" | cut -f1)"
}

check_machine
copy_jdk_and_builder
unpack_jdk_source
make_jni_headers
make_static_libraries
make_own_libraries
make_command
"$home/bin/native-image" --version
