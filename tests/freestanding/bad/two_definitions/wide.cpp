// A type that another file of the same program defines otherwise.
namespace gandse::trainer {
struct Point {
  double latency;
  double energy;
};
}  // namespace gandse::trainer
double energy_of(const gandse::trainer::Point& point) { return point.energy; }
