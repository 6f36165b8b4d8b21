// The four functions that a freestanding C++ compiler may call without being asked.
#include <cstddef>
#include <cstdint>

namespace {

// A word that may alias anything.
using Word [[gnu::may_alias]] = std::uint32_t;

bool word_aligned(const void* a, const void* b) {
  return ((reinterpret_cast<std::uintptr_t>(a) | reinterpret_cast<std::uintptr_t>(b)) % sizeof(Word)) == 0;
}

}  // namespace

extern "C" {

void* memcpy(void* to, const void* from, std::size_t size) {
  std::size_t i = 0;
  if (word_aligned(to, from)) {
    for (; i + sizeof(Word) <= size; i += sizeof(Word)) {
      *reinterpret_cast<Word*>(static_cast<unsigned char*>(to) + i) =
          *reinterpret_cast<const Word*>(static_cast<const unsigned char*>(from) + i);
    }
  }
  for (; i < size; ++i) {
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
  std::size_t i = 0;
  if (word_aligned(to, nullptr)) {
    const Word word = static_cast<unsigned char>(byte) * 0x01010101U;
    for (; i + sizeof(Word) <= size; i += sizeof(Word)) {
      *reinterpret_cast<Word*>(static_cast<unsigned char*>(to) + i) = word;
    }
  }
  for (; i < size; ++i) {
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

#ifdef __ARM_EABI__
// Arm's names of the same, which clang++ prefers: one for each alignment that it knows of.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define GANDSE_ALIGNMENTS(function) function(, ) function(4, ) function(8, )
#define GANDSE_COPY(alignment, _) \
  void __aeabi_memcpy##alignment(void* to, const void* from, std::size_t size) { memcpy(to, from, size); }
#define GANDSE_MOVE(alignment, _) \
  void __aeabi_memmove##alignment(void* to, const void* from, std::size_t size) { memmove(to, from, size); }
#define GANDSE_SET(alignment, _) \
  void __aeabi_memset##alignment(void* to, std::size_t size, int byte) { memset(to, byte, size); }
#define GANDSE_CLEAR(alignment, _) \
  void __aeabi_memclr##alignment(void* to, std::size_t size) { memset(to, 0, size); }
GANDSE_ALIGNMENTS(GANDSE_COPY)
GANDSE_ALIGNMENTS(GANDSE_MOVE)
GANDSE_ALIGNMENTS(GANDSE_SET)
GANDSE_ALIGNMENTS(GANDSE_CLEAR)
#endif

}  // extern "C"
