// A type that another file of the same program defines otherwise.
namespace gandse::trainer {
struct Point {
  int latency;
};
}  // namespace gandse::trainer
int latency_of(const gandse::trainer::Point& point) { return point.latency; }
