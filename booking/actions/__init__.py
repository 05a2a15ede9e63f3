"""What people do: one function an action. Every door calls the same function, saying who is acting."""
