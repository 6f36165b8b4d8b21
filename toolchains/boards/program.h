/* What a program for the emulated boards is and has, in C and C++. The same programs run on Linux (program_linux.cpp). */
#ifndef GANDSE_BOARDS_PROGRAM_H
#define GANDSE_BOARDS_PROGRAM_H

#ifdef __cplusplus
extern "C" {
#endif

int run(void);                /* defined by the program; 0 is success, and becomes the exit code */
void print(const char* text); /* to the terminal that started the emulator */

#ifdef __cplusplus
}
#endif

#endif
