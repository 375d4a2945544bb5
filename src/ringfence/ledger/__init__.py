"""What is on the books? Accounts, entries and balances in micrograms of anhydrous base."""
