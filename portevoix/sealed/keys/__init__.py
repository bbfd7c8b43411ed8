"""Members' vaults and the signed directory of a cell.

Members come in with a second factor; officers sign in their browsers.
The server keeps only sealed vaults and public keys: it never sees a passphrase, a seed or a stream key.
"""
