"""Someone speaks: deposit, draft, transmission, mailbox, withdrawal, and the page without JavaScript.

Reporters come in with nothing, and come back with nine words.
It never learns who they are, and stores nothing in clear.
"""
