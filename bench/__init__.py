"""What is measured: `make bench ARGS="NAME …"`, one module a measurement, each with `main(words)`."""
