# Packages by CPack (`make package`): the sources as a tarball, and a Debian package for each component.
set(CPACK_PACKAGE_VENDOR "the GANDSE authors")
set(CPACK_PACKAGE_CONTACT "the GANDSE authors <gandse@users.noreply.github.com>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL library cli trainer)

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME gandse-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "/\\\\.git/" "/build(-[^/]*)?/" "/CMakeUserPresets\\\\.json$")

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libgandse-dev)
set(CPACK_DEBIAN_CLI_PACKAGE_NAME gandse)
set(CPACK_DEBIAN_TRAINER_PACKAGE_NAME gandse-trainer)
set(CPACK_DEBIAN_CLI_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_TRAINER_PACKAGE_SHLIBDEPS ON)
# What trains a template of one's own compiles against these.
set(CPACK_DEBIAN_TRAINER_PACKAGE_DEPENDS
  "libgandse-dev (= ${PROJECT_VERSION}), libcli11-dev, nlohmann-json3-dev, libeigen3-dev")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Decides accelerator configurations on the device itself: headers, weights, C library")
set(CPACK_COMPONENT_CLI_DESCRIPTION "The command line gandse")
set(CPACK_COMPONENT_TRAINER_DESCRIPTION "Trains and exports generators for templates of one's own")

foreach(component library cli trainer)
  string(TOUPPER ${component} upper)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME} RENAME copyright
    COMPONENT ${component})
  install(FILES toolchains/LICENCES.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME}
    COMPONENT ${component})
endforeach()
include(CPack)
