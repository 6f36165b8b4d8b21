// The one format of the trainer's own files: checkpoints, states of a training, data sets. A frame, then CBOR (RFC
// 8949), and nothing after it. Numbers of the frame are little-endian:
//
//   bytes  0 ..  7   89 47 41 4E 44 53 45 0A: "\x89GANDSE\n"
//          8 .. 11   version of this format, 1
//         12 .. 15   kind of file, four letters
//         16 .. 23   bytes of CBOR
//         24 .. 31   checksum (checksum.hpp) of bytes 0 .. 23 and the CBOR
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "support/file_bytes.hpp"

namespace gandse::trainer {

enum class FileKind : std::uint8_t { checkpoint, state, data_set, diffusion };

/// Throws std::runtime_error as write_atomically does.
void write_framed(const std::filesystem::path& file, FileKind kind, const nlohmann::json& content);

/// The content as it was written. Throws std::runtime_error naming the file and what is wrong with it: another kind,
/// another version, cut short, too long, damaged, no CBOR, or nested deeper than any content of ours.
nlohmann::json read_framed(const std::filesystem::path& file, FileKind kind);

}  // namespace gandse::trainer
