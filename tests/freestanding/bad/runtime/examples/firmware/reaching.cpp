#include "../../../toolchains/boards/program.h"
