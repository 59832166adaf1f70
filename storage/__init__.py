"""The review record: tables, sealing, repositories, one transaction at a time. It knows `dialogs`, never `bot`."""
