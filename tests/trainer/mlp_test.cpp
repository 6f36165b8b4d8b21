// Our Eigen dense layer inside tiny-dnn: gradients against finite differences, Adam against the paper's equations.
#include "net/mlp.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "gandse/runtime/random.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

Matrix random_matrix(Eigen::Index rows, Eigen::Index columns, gandse::Random& random) {
  Matrix m(rows, columns);
  for (Eigen::Index i = 0; i < m.size(); ++i) {
    m.data()[i] = static_cast<float>(random.next()) / 2147483648.0F - 1.0F;
  }
  return m;
}

// A loss whose gradient is as general as can be: fixed random weights on the outputs, squared outputs beside them.
double loss(const Matrix& output, const Matrix& mix) {
  return (output.cast<double>().array() * mix.cast<double>().array() + 0.5 * output.cast<double>().array().square())
      .sum();
}
Matrix loss_gradient(const Matrix& output, const Matrix& mix) { return mix + output; }

// Central differences of a float network: the error of the quotient itself is about 1e-3 of the loss's curvature.
void check_close(double analytic, double numeric) {
  CHECK(analytic == doctest::Approx(numeric).epsilon(0.02).scale(1.0));
}

}  // namespace

TEST_CASE("gradients of weights, biases and inputs equal finite differences") {
  gandse::Random random{5};
  Mlp net{{7, 9, 8, 3}, true, 11};
  const Matrix input = random_matrix(6, 7, random);
  const Matrix mix = random_matrix(6, 3, random);
  const Matrix input_gradient = net.backward(loss_gradient(net.forward(input), mix));

  const std::vector<float> parameters = net.parameters();
  std::vector<float> gradient;
  for (std::size_t layer = 0; layer < net.layers(); ++layer) {
    for (const auto& part : {net.weight_gradient(layer), net.bias_gradient(layer)}) {
      gradient.insert(gradient.end(), part.begin(), part.end());
    }
  }
  REQUIRE(gradient.size() == parameters.size());
  constexpr float kStep = 1e-3F;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto moved = parameters;
    moved[i] = parameters[i] + kStep;
    net.set_parameters(moved);
    const double above = loss(net.forward(input), mix);
    moved[i] = parameters[i] - kStep;
    net.set_parameters(moved);
    const double below = loss(net.forward(input), mix);
    CAPTURE(i);
    check_close(gradient[i], (above - below) / (2.0 * kStep));
  }
  net.set_parameters(parameters);
  for (Eigen::Index i = 0; i < input.size(); ++i) {
    Matrix moved = input;
    moved.data()[i] += kStep;
    const double above = loss(net.forward(moved), mix);
    moved.data()[i] -= 2 * kStep;
    const double below = loss(net.forward(moved), mix);
    check_close(input_gradient.data()[i], (above - below) / (2.0 * kStep));
  }
}

TEST_CASE("gradients add up over backward passes until they are cleared") {
  gandse::Random random{6};
  Mlp net{{4, 5, 2}, true, 3};
  const Matrix input = random_matrix(8, 4, random);
  const Matrix gradient = random_matrix(8, 2, random);
  net.forward(input);
  net.backward(gradient);
  const auto once = net.weight_gradient(0);
  net.forward(input);
  net.backward(gradient);
  const auto twice = net.weight_gradient(0);
  for (std::size_t i = 0; i < once.size(); ++i) {
    CHECK(twice[i] == doctest::Approx(2.0F * once[i]));
  }
  net.clear_gradients();
  for (const float g : net.weight_gradient(0)) {
    CHECK(g == 0.0F);
  }
}

TEST_CASE("the batch may change its size between passes") {
  gandse::Random random{7};
  Mlp net{{3, 4, 2}, true, 3};
  const Matrix large = random_matrix(16, 3, random);
  const Matrix whole = net.forward(large);
  const Matrix part = net.forward(large.topRows(5));
  CHECK((part - whole.topRows(5)).cwiseAbs().maxCoeff() < 1e-6F);
  CHECK(net.backward(Matrix::Ones(5, 2)).rows() == 5);
}

TEST_CASE("Adam follows Kingma and Ba's algorithm 1, with one bias correction per step for all tensors") {
  gandse::Random random{8};
  Mlp net{{3, 4, 2}, true, 3};
  Adam adam{0.01F};
  std::vector<double> weight;
  for (const float w : net.parameters()) {
    weight.push_back(static_cast<double>(w));
  }
  std::vector<double> first(weight.size()), second(weight.size());
  for (int step = 1; step <= 20; ++step) {
    const Matrix input = random_matrix(8, 3, random);
    net.forward(input);
    net.backward(random_matrix(8, 2, random));
    std::vector<float> gradient;
    for (std::size_t layer = 0; layer < net.layers(); ++layer) {
      for (const auto& part : {net.weight_gradient(layer), net.bias_gradient(layer)}) {
        gradient.insert(gradient.end(), part.begin(), part.end());
      }
    }
    adam.begin_step();
    net.update(adam);
    const auto now = net.parameters();
    for (std::size_t i = 0; i < weight.size(); ++i) {
      const double g = static_cast<double>(gradient[i]);
      first[i] = 0.9 * first[i] + 0.1 * g;
      second[i] = 0.999 * second[i] + 0.001 * g * g;
      const double m = first[i] / (1.0 - std::pow(0.9, step));
      const double v = second[i] / (1.0 - std::pow(0.999, step));
      weight[i] -= 0.01 * m / (std::sqrt(v) + 1e-8);
      REQUIRE(static_cast<double>(now[i]) == doctest::Approx(weight[i]).epsilon(1e-3).scale(1.0));
    }
  }
}

TEST_CASE("Adam goes on from a saved state as if it had never stopped") {
  gandse::Random random{9};
  const Matrix input = random_matrix(8, 3, random);
  const Matrix gradient = random_matrix(8, 2, random);
  const auto step = [&](Mlp& net, Adam& adam) {
    net.forward(input);
    net.backward(gradient);
    adam.begin_step();
    net.update(adam);
  };
  Mlp straight{{3, 4, 2}, true, 3};
  Adam adam{0.01F};
  step(straight, adam);
  step(straight, adam);
  Mlp resumed{{3, 4, 2}, true, 99};
  resumed.set_parameters(straight.parameters());
  Adam other{0.01F};
  other.set_state(adam.state());
  other.set_rate(0.01F);
  step(straight, adam);
  step(resumed, other);
  CHECK(straight.parameters() == resumed.parameters());
}

TEST_CASE("parameters of another network are refused") {
  Mlp net{{3, 4, 2}, true, 3};
  CHECK_THROWS_WITH(net.set_parameters({1.0F, 2.0F}), "a checkpoint holds 2 weights for a network of 26");
}

}  // namespace gandse::test
