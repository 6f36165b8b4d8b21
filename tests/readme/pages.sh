#!/bin/bash
# pages.sh FOLDER: the Markdown pages under FOLDER that are tracked (all, if it is no repository) are short, and their links lead
# somewhere. README.md at the top has at most 150 lines, any other page 120; exempt are CHANGELOG.md and what programs write,
# bench/results/*/. A relative link names a file or folder that is there; its anchor names a heading of that page, as GitHub
# makes anchors of headings (ASCII ones).
set -euo pipefail
export LC_ALL=C
cd "$1"
most_of_readme=150 most=120

# tests/readme/bad/ has the faults that this script must find.
pages() {
  local tracked
  tracked=$(git ls-files -- '*.md' 2>/dev/null || true)
  { [[ -n $tracked ]] && echo "$tracked" || find . -name '*.md' -not -path './build*' -not -path './.git/*' -printf '%P\n'; } |
    grep -v '^tests/readme/bad/' | sort
}
mapfile -t pages < <(pages)
((${#pages[@]})) || { echo "no pages in $1"; exit 1; }

bad=0
complain() {
  echo "$1"
  bad=1
}

for page in "${pages[@]}"; do
  case $page in
    CHANGELOG.md | bench/results/*/*) continue ;;
    README.md) limit=$most_of_readme ;;
    *) limit=$most ;;
  esac
  lines=$(wc -l <"$page")
  ((lines <= limit)) || complain "$page: has $lines lines; at most $limit: split it by topic"
done

# Prints "heading PAGE ANCHOR" and "link PAGE LINE TARGET"; text in fences and between backticks has none.
read_pages() {
  awk '
    function anchor(text) {
      sub(/^#+[ \t]+/, "", text)
      sub(/[ \t]+#*[ \t]*$/, "", text)
      gsub(/\]\([^)]*\)/, "", text)  # of a link, its text
      text = tolower(text)
      gsub(/[!-,.\/:-@\[-^`{-~]/, "", text)
      gsub(/ /, "-", text)
      return text
    }
    FNR == 1 {fenced = 0; split("", seen)}
    /^ *(```|~~~)/ {fenced = !fenced; next}
    fenced {next}
    /^#+[ \t]/ {
      name = anchor($0)
      print "heading", FILENAME, name (name in seen ? "-" seen[name] : "")
      ++seen[name]
    }
    {
      line = $0
      gsub(/`[^`]*`/, "", line)
      if (match(line, /^\[[^\]]+\]: +[^ ]+/)) {
        target = substr(line, RSTART, RLENGTH)
        sub(/^.*: +/, "", target)
        print "link", FILENAME, FNR, target
      }
      while (match(line, /\]\([^()]+\)/)) {
        target = substr(line, RSTART + 2, RLENGTH - 3)
        sub(/[ \t].*/, "", target)  # a title
        print "link", FILENAME, FNR, target
        line = substr(line, RSTART + RLENGTH)
      }
    }' "$@"
}

declare -A headings=()
links=()
while read -r what page rest; do
  if [[ $what == heading ]]; then
    headings[$page#$rest]=1
  else
    links+=("$page $rest")
  fi
done < <(read_pages "${pages[@]}")

for link in "${links[@]}"; do
  read -r page line target <<<"$link"
  [[ $target =~ ^[a-z]+: ]] && continue # https:, mailto:
  path=${target%%#*} name=
  [[ $target == *'#'* ]] && name=${target#*#}
  file=$page
  if [[ -n $path ]]; then
    file=$(realpath -m --relative-to=. -- "$(dirname -- "$page")/$path")
    [[ -e $file ]] || { complain "$page:$line: $target: there is no $file"; continue; }
  fi
  if [[ -n $name && $file == *.md && -z ${headings[$file#$name]:-} ]]; then
    complain "$page:$line: $target: $file has no heading #$name"
  fi
done
echo "${#pages[@]} pages, ${#links[@]} links"
exit "$bad"
