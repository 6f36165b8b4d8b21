#include "version.hpp"

#include "gandse/runtime/dense.hpp"
#include "gandse/version.h"
#include "registry.hpp"
#include "text.hpp"

namespace gandse::cli {

std::string version_text() {
  std::string text = "gandse " GANDSE_VERSION_TEXT "\n";
  for (const TemplateEntry& entry : all_templates()) {
    text += "template " + entry.name + ", fingerprint " + entry.fingerprint + ", generators " +
            joined(entry.generators) + '\n';
  }
  return text + "kernel " + dense_kernel();
}

}  // namespace gandse::cli
