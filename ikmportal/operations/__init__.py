"""What the person who runs the server does: backup, drill, rights, upgrade, maintenance."""
