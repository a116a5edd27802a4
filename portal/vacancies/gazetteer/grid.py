"""From the British National Grid, in which Ordnance Survey gives positions, to the WGS84 degrees of maps and phones."""

from __future__ import annotations

from math import atan2, cos, degrees, radians, sin, sqrt, tan

# Airy 1830 and the grid's projection; WGS84; and the seven numbers between the two datums, all as Ordnance Survey's
# "A Guide to Coordinate Systems in Great Britain" gives them. The shift is good to about five metres.
_AIRY, _WGS84 = (6_377_563.396, 6_356_256.909), (6_378_137.000, 6_356_752.3141)
_SCALE, _LAT0, _LON0, _EAST0, _NORTH0 = 0.9996012717, radians(49), radians(-2), 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_STRETCH = 1 - 20.4894e-6


def degrees_of(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude (WGS84) of a grid reference in metres."""
    return _from_cartesian(*_shifted(*_cartesian(*_on_airy(easting, northing))))


def _on_airy(easting: float, northing: float) -> tuple[float, float]:
    a, b = _AIRY
    e2, n = 1 - (b / a) ** 2, (a - b) / (a + b)
    lat = _LAT0
    arc = 0.0
    while abs(northing - _NORTH0 - arc) >= 0.0001:
        lat += (northing - _NORTH0 - arc) / (a * _SCALE)
        by, plus = lat - _LAT0, lat + _LAT0
        arc = (
            b
            * _SCALE
            * (
                (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * by
                - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(by) * cos(plus)
                + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * by) * cos(2 * plus)
                - 35 / 24 * n**3 * sin(3 * by) * cos(3 * plus)
            )
        )
    across = a * _SCALE / sqrt(1 - e2 * sin(lat) ** 2)
    along = a * _SCALE * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    eta2 = across / along - 1
    t, sec, east = tan(lat), 1 / cos(lat), easting - _EAST0
    lat_out = (
        lat
        - t / (2 * along * across) * east**2
        + t / (24 * along * across**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * east**4
        - t / (720 * along * across**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    lon_out = (
        _LON0
        + sec / across * east
        - sec / (6 * across**3) * (across / along + 2 * t**2) * east**3
        + sec / (120 * across**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
    )
    return lat_out, lon_out


def _cartesian(lat: float, lon: float) -> tuple[float, float, float]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    across = a / sqrt(1 - e2 * sin(lat) ** 2)
    return across * cos(lat) * cos(lon), across * cos(lat) * sin(lon), across * (1 - e2) * sin(lat)


def _shifted(x: float, y: float, z: float) -> tuple[float, float, float]:
    rx, ry, rz = _TURN
    return (
        _SHIFT[0] + _STRETCH * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + _STRETCH * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + _STRETCH * z,
    )


def _from_cartesian(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    p = sqrt(x * x + y * y)
    lat = atan2(z, p * (1 - e2))
    for _ in range(6):
        across = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * across * sin(lat), p)
    return degrees(lat), degrees(atan2(y, x))
