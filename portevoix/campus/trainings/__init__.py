"""What a school teaches to prevent: programmes, trainings, the partners who give them.

Anyone reads what is published; the mission writes it.
It never publishes a content without the date of its legal review.
"""
