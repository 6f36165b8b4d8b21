# Generators, declared once, and what the programs are told of them: in this project (generated/generators.cmake) and in
# others, which find it in the installed package (cost_model/TRAINING_A_TEMPLATE.md).

# gandse_declare_generator(NAME
#   TEMPLATE TYPE       C++ spelling of the template, as seen from within namespace gandse
#   HEADERS FILE...     that define it; the first is included by the exported header, all by the trainer
#   TRUNK WIDTH LAYERS  shape of the network: the trunk ...
#   HEAD WIDTH)         ... and its heads
# The exported header is NAME.hpp and defines gandse::generated::NAME.
function(gandse_declare_generator name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TEMPLATE;HEAD" "HEADERS;TRUNK")
  list(LENGTH arg_TRUNK trunk_numbers)
  if(NOT arg_TEMPLATE OR NOT arg_HEADERS OR NOT arg_HEAD OR NOT trunk_numbers EQUAL 2 OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gandse_declare_generator(${name}): give TEMPLATE type, HEADERS file..., TRUNK width layers, "
                        "HEAD width, and nothing else")
  endif()
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "gandse_declare_generator(${name}): a name is made of a-z, 0-9 and _, and begins with a letter")
  endif()
  list(GET arg_HEADERS 0 header)
  list(JOIN arg_TRUNK ", " trunk)
  set(recipe "Recipe<${arg_TEMPLATE}, ${trunk}, ${arg_HEAD}>{\"${name}\", \"${arg_TEMPLATE}\", \"${header}\"}")
  set_property(GLOBAL APPEND PROPERTY gandse_generators ${name})
  set_property(GLOBAL PROPERTY gandse_${name}_recipe "${recipe}")
  set_property(GLOBAL PROPERTY gandse_${name}_headers "${arg_HEADERS}")
  set_property(GLOBAL PROPERTY gandse_${name}_template "${arg_TEMPLATE}")
endfunction()

# Writes FOLDER/registered_recipes.hpp, for the trainer's programs.
function(gandse_register_recipes folder)
  set(includes "")
  set(recipes "")
  foreach(name IN LISTS ARGN)
    get_property(recipe GLOBAL PROPERTY gandse_${name}_recipe)
    get_property(headers GLOBAL PROPERTY gandse_${name}_headers)
    foreach(header IN LISTS headers)
      string(APPEND includes "#include \"${header}\"\n")
    endforeach()
    list(APPEND recipes "\n      ${recipe}")
  endforeach()
  list(JOIN recipes "," recipes)
  file(CONFIGURE OUTPUT ${folder}/registered_recipes.hpp @ONLY CONTENT [[
// Made by CMake from the declared generators.
#pragma once

#include <tuple>

@includes@#include "net/recipe.hpp"

namespace gandse::trainer {

inline auto registered_recipes() {
  return std::make_tuple(@recipes@);
}

}  // namespace gandse::trainer
]])
endfunction()

# gandse_register_templates(FOLDER TEMPLATES TYPE... HEADERS FILE...)
# Writes FOLDER/registered_templates.hpp, for gandse-template-check.
function(gandse_register_templates folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "TEMPLATES;HEADERS")
  list(REMOVE_DUPLICATES arg_TEMPLATES)
  list(REMOVE_DUPLICATES arg_HEADERS)
  list(TRANSFORM arg_HEADERS REPLACE "(.+)" "#include \"\\1\"")
  list(JOIN arg_HEADERS "\n" includes)
  list(TRANSFORM arg_TEMPLATES REPLACE "(.+)" "std::type_identity<\\1>")
  list(JOIN arg_TEMPLATES ", " templates)
  file(CONFIGURE OUTPUT ${folder}/registered_templates.hpp @ONLY CONTENT [[
// Made by CMake from the declared templates.
#pragma once

#include <tuple>
#include <type_traits>

@includes@

namespace gandse::trainer {

using RegisteredTemplates = std::tuple<@templates@>;

}  // namespace gandse::trainer
]])
endfunction()

# gandse_write_c_generator(FILE NAME [HEADER DEFINITION])
# Writes FILE, which defines generator NAME for C (gandse/gandse.h), and by HEADER what DEFINITION says.
function(gandse_write_c_generator file name)
  set(more_headers "")
  set(more_definitions "")
  if(ARGC GREATER 2)
    set(more_headers "#include \"${ARGV2}\"\n")
    set(more_definitions "${ARGV3}\n")
  endif()
  get_property(headers GLOBAL PROPERTY gandse_${name}_headers)
  list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"")
  list(JOIN headers "\n" headers)
  file(CONFIGURE OUTPUT ${file} @ONLY CONTENT [[
// Made by CMake from the declared generators.
@headers@
#include "gandse/generated/@name@.hpp"
#include "gandse/runtime/c_analysis.hpp"
#include "gandse/runtime/c_generator.hpp"
#include "gandse/runtime/c_network.hpp"
@more_headers@
GANDSE_C_GENERATOR(@name@)
GANDSE_C_ANALYSIS(@name@)
GANDSE_C_NETWORK(@name@, GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)
@more_definitions@]])
endfunction()

# Writes FOLDER/generator_NAME.cpp for each generator, and FOLDER/registered_generators.cpp, which lists them: sources of the
# command line. SOURCES, a variable of the caller, gets their paths.
function(gandse_register_generators folder sources)
  set(written ${folder}/registered_generators.cpp)
  set(declarations "")
  set(calls "")
  foreach(name IN LISTS ARGN)
    get_property(headers GLOBAL PROPERTY gandse_${name}_headers)
    list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"")
    list(JOIN headers "\n" includes)
    file(CONFIGURE OUTPUT ${folder}/generator_${name}.cpp @ONLY CONTENT [[
// Made by CMake from the declared generators.
#include "generator_of.hpp"

@includes@
#include "gandse/generated/@name@.hpp"

namespace gandse::cli {

const Generator& generator_@name@();
const Generator& generator_@name@() {
  static const GeneratorOf<std::decay_t<decltype(generated::@name@)>> generator{"@name@", generated::@name@};
  return generator;
}

}  // namespace gandse::cli
]])
    list(APPEND written ${folder}/generator_${name}.cpp)
    string(APPEND declarations "const Generator& generator_${name}();\n")
    list(APPEND calls "&generator_${name}()")
  endforeach()
  list(JOIN calls ", " calls)
  file(CONFIGURE OUTPUT ${folder}/registered_generators.cpp @ONLY CONTENT [[
// Made by CMake from the declared generators.
#include "registry.hpp"

namespace gandse::cli {

@declarations@
std::vector<const Generator*> registered_generators() {
  return {@calls@};
}

}  // namespace gandse::cli
]])
  set(${sources} ${written} PARENT_SCOPE)
endfunction()

# What gandse::trainer links is visible only where it was found.
macro(gandse_find_trainer caller)
  if(NOT TARGET gandse::trainer)
    message(FATAL_ERROR "${caller}: there is no trainer; find_package(gandse COMPONENTS trainer), or set "
                        "GANDSE_BUILD_TRAINER where gandse is a subdirectory")
  endif()
  find_package(Eigen3 REQUIRED NO_MODULE)
  find_package(CLI11 REQUIRED)
  find_package(nlohmann_json REQUIRED)
  find_package(Threads REQUIRED)
endmacro()

# gandse_add_template_check(NAME
#   TEMPLATE TYPE...               as for gandse_add_generator, one or several
#   HEADERS FILE...
#   INCLUDE_DIRECTORIES FOLDER...)
# Defines the program NAME, which tries what the templates promise, without training: exit code 0 where they keep all of
# it, 1 where one does not, with the broken promise on standard error. NAME --help tells the options.
function(gandse_add_template_check name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "TEMPLATE;HEADERS;INCLUDE_DIRECTORIES")
  if(NOT arg_TEMPLATE OR NOT arg_HEADERS OR NOT arg_INCLUDE_DIRECTORIES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gandse_add_template_check(${name}): give TEMPLATE type, HEADERS file... and "
                        "INCLUDE_DIRECTORIES folder...; unknown: '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  gandse_find_trainer("gandse_add_template_check(${name})")
  set(registered ${CMAKE_CURRENT_BINARY_DIR}/${name}-registered)
  gandse_register_templates(${registered} TEMPLATES ${arg_TEMPLATE} HEADERS ${arg_HEADERS})
  add_executable(${name} ${GANDSE_TRAINER_SOURCES}/programs/gandse_template_check.cpp)
  target_include_directories(${name} PRIVATE ${registered} ${arg_INCLUDE_DIRECTORIES})
  target_link_libraries(${name} PRIVATE gandse::trainer)
endfunction()

# gandse_add_generator(NAME
#   TEMPLATE ... HEADERS ... TRUNK ... HEAD ...   as for gandse_declare_generator; HEADERS as they are included
#   INCLUDE_DIRECTORIES FOLDER...                 where HEADERS are found
#   NETWORKS FOLDER                               with training.csv, validation.csv and held_out.csv
#   [CHECKPOINT FILE]                             weights trained before, to be exported; nothing is trained
#   [TRAIN_OPTIONS OPTION...]                     of gandse-train
#   [COMMAND_LINE])                               also build gandse-NAME, the command line for this template
# Builds the trainer for the template, trains, exports, and defines
#   NAME        the library for C++: link it and include <gandse/generated/NAME.hpp>
#   NAME-c      the library for C: link it and declare GANDSE_GENERATOR(NAME) (gandse/gandse.h)
#   NAME-check  the program of gandse_add_template_check
# NAME-train writes the checkpoint NAME.cbor: to keep it, commit it and give it as CHECKPOINT. Needs
# find_package(gandse COMPONENTS trainer), or gandse as a subdirectory with GANDSE_BUILD_TRAINER.
function(gandse_add_generator name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COMMAND_LINE" "TEMPLATE;HEAD;NETWORKS;CHECKPOINT"
    "HEADERS;TRUNK;INCLUDE_DIRECTORIES;TRAIN_OPTIONS")
  if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    message(FATAL_ERROR "gandse_add_generator(${name}): trainer and exporter run while building, and cannot when "
                        "cross-compiling; build on the host, and give the exported header to the cross build")
  endif()
  if(NOT arg_NETWORKS OR NOT arg_INCLUDE_DIRECTORIES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "gandse_add_generator(${name}): give NETWORKS folder and INCLUDE_DIRECTORIES folder...; "
                        "unknown: '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  gandse_declare_generator(${name} TEMPLATE ${arg_TEMPLATE} HEADERS ${arg_HEADERS} TRUNK ${arg_TRUNK} HEAD ${arg_HEAD})
  gandse_find_trainer("gandse_add_generator(${name})")
  gandse_add_template_check(${name}-check TEMPLATE ${arg_TEMPLATE} HEADERS ${arg_HEADERS}
    INCLUDE_DIRECTORIES ${arg_INCLUDE_DIRECTORIES})
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name})
  gandse_register_recipes(${work}/trainer ${name})
  foreach(program train export)
    add_executable(${name}-${program} ${GANDSE_TRAINER_SOURCES}/programs/gandse_${program}.cpp)
    target_include_directories(${name}-${program} PRIVATE ${work}/trainer ${arg_INCLUDE_DIRECTORIES})
    target_link_libraries(${name}-${program} PRIVATE gandse::trainer)
  endforeach()

  set(train $<TARGET_FILE:${name}-train> ${name} --networks ${arg_NETWORKS} --work ${work}/training ${arg_TRAIN_OPTIONS})
  if(arg_CHECKPOINT)
    set(checkpoint ${arg_CHECKPOINT})
  else()
    set(checkpoint ${work}/${name}.cbor)
    file(GLOB networks CONFIGURE_DEPENDS ${arg_NETWORKS}/*.csv)
    add_custom_command(OUTPUT ${checkpoint} COMMAND ${train} --output ${checkpoint} DEPENDS ${name}-train ${networks}
      COMMENT "Training ${name}" VERBATIM USES_TERMINAL)
  endif()
  set(header ${work}/include/gandse/generated/${name}.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${work}/include/gandse/generated
    COMMAND ${name}-export ${name} --checkpoint ${checkpoint} --output ${header}
    DEPENDS ${name}-export ${checkpoint} COMMENT "Exporting ${name}" VERBATIM)
  add_custom_target(${name}-header DEPENDS ${header})

  add_library(${name} INTERFACE)
  target_include_directories(${name} INTERFACE ${work}/include ${arg_INCLUDE_DIRECTORIES})
  target_link_libraries(${name} INTERFACE gandse::runtime)
  add_dependencies(${name} ${name}-header)

  gandse_write_c_generator(${work}/c/${name}.cpp ${name})
  add_library(${name}-c STATIC EXCLUDE_FROM_ALL ${work}/c/${name}.cpp)
  target_compile_features(${name}-c PRIVATE cxx_std_17)
  target_link_libraries(${name}-c PUBLIC gandse::c PRIVATE ${name})

  if(arg_COMMAND_LINE)
    gandse_register_generators(${work}/cli registered ${name})
    file(GLOB_RECURSE sources ${GANDSE_CLI_SOURCES}/*.cpp)
    add_executable(gandse-${name} ${sources} ${registered})
    target_compile_features(gandse-${name} PRIVATE cxx_std_20)
    target_include_directories(gandse-${name} PRIVATE ${GANDSE_CLI_SOURCES})
    target_link_libraries(gandse-${name} PRIVATE ${name} CLI11::CLI11 nlohmann_json::nlohmann_json Threads::Threads)
  endif()
endfunction()
