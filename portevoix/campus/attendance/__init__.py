"""Who came: the code at the door, the list, the import; and the certificate.

Whoever comes scans; facilitators and the mission keep the list.
It never says, on a page that checks a certificate, what the training was about.
"""
