// The four functions that a freestanding C++ compiler may call without being asked.
#include <cstddef>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    static_cast<unsigned char*>(to)[i] = static_cast<const unsigned char*>(from)[i];
  }
  return to;
}

void* memmove(void* to, const void* from, std::size_t size) {
  if (to <= from) {
    return memcpy(to, from, size);
  }
  for (std::size_t i = size; i-- > 0;) {
    static_cast<unsigned char*>(to)[i] = static_cast<const unsigned char*>(from)[i];
  }
  return to;
}

void* memset(void* to, int byte, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    static_cast<unsigned char*>(to)[i] = static_cast<unsigned char>(byte);
  }
  return to;
}

int memcmp(const void* a, const void* b, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    const int difference = static_cast<const unsigned char*>(a)[i] - static_cast<const unsigned char*>(b)[i];
    if (difference != 0) {
      return difference;
    }
  }
  return 0;
}

}  // extern "C"
