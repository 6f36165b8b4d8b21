/** @file
 * The version of these headers, for C and C++. While the major version is 0, a new minor version may break interfaces;
 * CHANGELOG.md says which, and what to write instead. */
#ifndef GANDSE_VERSION_H
#define GANDSE_VERSION_H

#define GANDSE_VERSION_MAJOR 0 /**< raised if interfaces break, from 1 on */
#define GANDSE_VERSION_MINOR 2 /**< raised if something is added or changed */
#define GANDSE_VERSION_PATCH 0 /**< raised if something is mended */

/** The version as one number: 10000 * major + 100 * minor + patch. */
#define GANDSE_VERSION (GANDSE_VERSION_MAJOR * 10000 + GANDSE_VERSION_MINOR * 100 + GANDSE_VERSION_PATCH)

#define GANDSE_TEXT_OF_(number) #number /**< internal */
#define GANDSE_VERSION_TEXT_(major, minor, patch) \
  GANDSE_TEXT_OF_(major) "." GANDSE_TEXT_OF_(minor) "." GANDSE_TEXT_OF_(patch) /**< internal */
/** The version as text, such as "0.2.0". */
#define GANDSE_VERSION_TEXT GANDSE_VERSION_TEXT_(GANDSE_VERSION_MAJOR, GANDSE_VERSION_MINOR, GANDSE_VERSION_PATCH)

#ifdef __cplusplus
namespace gandse {

/// The version of the headers that this is compiled with, as "0.2.0".
[[nodiscard]] constexpr const char* version() { return GANDSE_VERSION_TEXT; }

}  // namespace gandse
#endif

#endif
