// The boards' programs where there is an operating system.
#include <cstdio>

#include "program.h"

void print(const char* text) { std::fputs(text, stdout); }

int main() { return run(); }
