// A type that another file of the same program defines otherwise.
namespace gandse::trainer {
struct Point {
  long long latency;
  long long energy;
};
}  // namespace gandse::trainer
long long energy_of(const gandse::trainer::Point& point) { return point.energy; }
