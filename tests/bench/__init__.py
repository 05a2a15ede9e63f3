"""How fast Kept is, as ratios against a limit measured in the same run: `./bench`, docs/performance.md."""
