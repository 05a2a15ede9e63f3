"""The simulated council year: the real application through a year of requests, absences and bad days."""
