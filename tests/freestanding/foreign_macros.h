/* Names that are macros where firmware and desktop programs include our headers: after Arduino.h (cores for AVR, SAM, STM32,
 * ESP8266, ESP32, and ArduinoCore-API), windows.h, Zephyr's sys/util.h, or POSIX headers. Expanding one does not compile, so that
 * a header of ours that uses such a name does not either. Standard headers come first, as they do there. */
#ifndef FOREIGN_MACROS_H
#define FOREIGN_MACROS_H

#ifdef __cplusplus
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <type_traits>
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif
#ifdef __ARM_FEATURE_MVE
#include <arm_mve.h>
#endif
#ifdef __ARM_FEATURE_SIMD32
#include <arm_acle.h>
#endif

/* Arduino */
#define min(...) ~;~
#define max(...) ~;~
#define abs(...) ~;~
#define round(...) ~;~
#define constrain(...) ~;~
#define radians(...) ~;~
#define degrees(...) ~;~
#define sq(...) ~;~
#define isnan(...) ~;~
#define isinf(...) ~;~
#define interrupts(...) ~;~
#define noInterrupts(...) ~;~
#define sei(...) ~;~
#define cli(...) ~;~
#define clockCyclesPerMicrosecond(...) ~;~
#define clockCyclesToMicroseconds(...) ~;~
#define microsecondsToClockCycles(...) ~;~
#define lowByte(...) ~;~
#define highByte(...) ~;~
#define bit(...) ~;~
#define bitRead(...) ~;~
#define bitSet(...) ~;~
#define bitClear(...) ~;~
#define bitToggle(...) ~;~
#define bitWrite(...) ~;~
#define cbi(...) ~;~
#define sbi(...) ~;~
#define _BV(...) ~;~
#define _NOP(...) ~;~
#define word(...) ~;~
#define F(...) ~;~
#define PSTR(...) ~;~
#define analogInPinToBit(...) ~;~
#define digitalPinToBitMask(...) ~;~
#define digitalPinToInterrupt(...) ~;~
#define digitalPinToPort(...) ~;~
#define digitalPinToTimer(...) ~;~
#define portInputRegister(...) ~;~
#define portModeRegister(...) ~;~
#define portOutputRegister(...) ~;~
#define pgm_read_byte(...) ~;~
#define pgm_read_word(...) ~;~
#define pgm_read_dword(...) ~;~
#define pgm_read_float(...) ~;~
#define HIGH ~;~
#define LOW ~;~
#define INPUT ~;~
#define INPUT_PULLUP ~;~
#define INPUT_PULLDOWN ~;~
#define INPUT_ANALOG ~;~
#define INPUT_FLOATING ~;~
#define OUTPUT ~;~
#define OUTPUT_OPEN_DRAIN ~;~
#define SPECIAL ~;~
#define PI ~;~
#define HALF_PI ~;~
#define TWO_PI ~;~
#define DEG_TO_RAD ~;~
#define RAD_TO_DEG ~;~
#define EULER ~;~
#define SERIAL ~;~
#define DISPLAY ~;~
#define LSBFIRST ~;~
#define MSBFIRST ~;~
#define CHANGE ~;~
#define FALLING ~;~
#define RISING ~;~
#define ONLOW ~;~
#define ONHIGH ~;~
#define DEFAULT ~;~
#define EXTERNAL ~;~
#define INTERNAL ~;~
#define INTERNAL1V1 ~;~
#define NOT_A_PIN ~;~
#define NOT_A_PORT ~;~
#define NOT_AN_INTERRUPT ~;~
#define NOT_ON_TIMER ~;~
#define PWMRANGE ~;~
#define PA ~;~
#define PB ~;~
#define PC ~;~
#define PD ~;~
#define PE ~;~
#define PF ~;~
#define PG ~;~
#define PH ~;~
#define PJ ~;~
#define PK ~;~
#define PL ~;~
#define DEC ~;~
#define HEX ~;~
#define OCT ~;~
#define BIN ~;~
#define PROGMEM ~;~
#define F_CPU ~;~
#define A0 ~;~
#define D0 ~;~
#define A1 ~;~
#define D1 ~;~
#define A2 ~;~
#define D2 ~;~
#define A3 ~;~
#define D3 ~;~
#define A4 ~;~
#define D4 ~;~
#define A5 ~;~
#define D5 ~;~
#define A6 ~;~
#define D6 ~;~
#define A7 ~;~
#define D7 ~;~
#define A8 ~;~
#define D8 ~;~
#define A9 ~;~
#define D9 ~;~
#define A10 ~;~
#define D10 ~;~
#define A11 ~;~
#define D11 ~;~
#define A12 ~;~
#define D12 ~;~
#define A13 ~;~
#define D13 ~;~
#define A14 ~;~
#define D14 ~;~
#define A15 ~;~
#define D15 ~;~
#define SS ~;~
#define MOSI ~;~
#define MISO ~;~
#define SCK ~;~
#define SDA ~;~
#define SCL ~;~
#define LED_BUILTIN ~;~
#define B0 ~;~
#define B1 ~;~
#define B00 ~;~
#define B01 ~;~
#define B10 ~;~
#define B11 ~;~
#define B000 ~;~
#define B001 ~;~
#define B010 ~;~
#define B011 ~;~
#define B100 ~;~
#define B101 ~;~
#define B110 ~;~
#define B111 ~;~
#define B0000 ~;~
#define B1111 ~;~
#define B00000000 ~;~
#define B11111111 ~;~
#define TIMER0A ~;~
#define TIMER0B ~;~
#define TIMER1A ~;~
#define TIMER1B ~;~
#define TIMER2 ~;~
#define TIMER2A ~;~
#define TIMER2B ~;~

/* windows.h, and what it includes */
#define near ~;~
#define far ~;~
#define NEAR ~;~
#define FAR ~;~
#define IN ~;~
#define OUT ~;~
#define OPTIONAL ~;~
#define CONST ~;~
#define VOID ~;~
#define BOOL ~;~
#define TRUE ~;~
#define FALSE ~;~
#define THIS ~;~
#define interface ~;~
#define small ~;~
#define hyper ~;~
#define pascal ~;~
#define cdecl ~;~
#define CALLBACK ~;~
#define WINAPI ~;~
#define ERROR ~;~
#define NO_ERROR ~;~
#define DELETE ~;~
#define IGNORE ~;~
#define INFINITE ~;~
#define STRICT ~;~
#define RELATIVE ~;~
#define ABSOLUTE ~;~
#define OPAQUE ~;~
#define TRANSPARENT ~;~
#define DIFFERENCE ~;~
#define ALTERNATE ~;~
#define WINDING ~;~
#define MAXIMUM ~;~
#define MINIMUM ~;~
#define DOMAIN ~;~
#define OVERFLOW ~;~
#define UNDERFLOW ~;~
#define GetObject ~;~
#define GetMessage ~;~
#define SendMessage ~;~
#define CreateFile ~;~
#define DeleteFile ~;~
#define LoadImage ~;~
#define Yield ~;~

/* Zephyr, ESP-IDF, Linux and newlib */
#define MIN(...) ~;~
#define MAX(...) ~;~
#define CLAMP(...) ~;~
#define BIT(...) ~;~
#define BITS(...) ~;~
#define ROUND_UP(...) ~;~
#define ROUND_DOWN(...) ~;~
#define DIV_ROUND_UP(...) ~;~
#define CEILING_FRACTION(...) ~;~
#define ARRAY_SIZE(...) ~;~
#define IS_ENABLED(...) ~;~
#define CONTAINER_OF(...) ~;~
#define IN_RANGE(...) ~;~
#define LISTIFY(...) ~;~
#define major(...) ~;~
#define minor(...) ~;~
#define makedev(...) ~;~
#define putc(...) ~;~
#define getc(...) ~;~
#define assert(...) ~;~
#define likely(...) ~;~
#define unlikely(...) ~;~
#define linux ~;~
#define i386 ~;~
#define mips ~;~
#define unix ~;~
#define I ~;~
#define complex ~;~
#define imaginary ~;~
#define _B ~;~
#define _C ~;~
#define _L ~;~
#define _N ~;~
#define _P ~;~
#define _S ~;~
#define _U ~;~
#define _X ~;~

#endif
