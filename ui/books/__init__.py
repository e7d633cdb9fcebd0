"""The place of books: certification books and the register of cases. Decides nothing; `desk.books` does."""
