"""Floor 2: messages, from a stored row to the person's own channel.

What every channel promises is in `channels.py`. Each channel is one small class with `send()`.
"""
