"""What the house costs: time, bytes, memory and losses, measured on the real server by what people do.

`make bench` comes in, or `python -m bench deposits desk` for some rows; every timing stands beside its floor,
measured in the same run. Nothing here is imported by the product, and nothing leaves this machine.
"""
