// What a program for the emulated boards is and has. The same programs run on Linux (program_linux.cpp).
#pragma once

extern "C" {
int run();                     ///< defined by the program; 0 is success, and becomes the exit code
void print(const char* text);  ///< to the terminal that started the emulator
}
