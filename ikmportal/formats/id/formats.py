# 25 November 2019, 18.16 WIB: an instant is never shown without its zone.
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i T"
DATETIME_FORMAT = "j F Y, H.i T"
