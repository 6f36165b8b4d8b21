#!/bin/bash
# null_comments.sh HEADER...: the comment above every function for C says what it does with NULL.
set -euo pipefail
awk '
  /^\/\*/ {comment = ""}
  /\/\*/ {open = 1}
  open {comment = comment $0}
  /\*\// {open = 0; next}
  open || /^(#|typedef|extern|\/\*)/ {next}
  /^[a-z].*[ *]gandse_[a-z_]+\(/ {
    ++functions
    if (comment !~ /NULL/) {print FILENAME ": no word on NULL: " $0; bad = 1}
  }
  END {if (!functions) print "no functions"; exit bad || !functions}' "$@"
