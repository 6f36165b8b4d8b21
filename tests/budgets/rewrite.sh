#!/bin/bash
# rewrite.sh TARGET MEASURED: TARGET.txt anew, from the "name figure" lines of MEASURED (make budgets).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
{
  echo "# What $1 needs: name, floor, figure, ceiling. Written by make budgets; floors make savings be written down."
  echo "# Bytes at -Os: text (runtime_text: without the template's own), rodata (without weights), data, bss, stack."
  echo "# The rest are instructions: of the longest among all tasks (board_decision) or the golden ones; dense per 1000 MACs;"
  echo "# board_bound of tests/board/instructions.sh."
  LC_ALL=C sort -u "$2" | awk '{printf "%-28s %9d %9d %9d\n", $1, int($2 * 0.98), $2, int($2 * 1.02 + 0.999)}'
} >"tests/budgets/$1.txt"
