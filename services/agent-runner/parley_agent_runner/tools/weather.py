"""Tells the weather of a place, from Open-Meteo."""

from pydantic import BaseModel, Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed
from parley_agent_runner.tools.fetching import Fetch, fetch_as

PLACES = "https://geocoding-api.open-meteo.com/v1/search"
FORECAST = "https://api.open-meteo.com/v1/forecast"
DAYS = 3

SKIES = {  # WMO's codes
    0: "clear",
    1: "mostly clear",
    2: "partly cloudy",
    3: "overcast",
    45: "fog",
    48: "freezing fog",
    51: "light drizzle",
    53: "drizzle",
    55: "heavy drizzle",
    56: "light freezing drizzle",
    57: "freezing drizzle",
    61: "light rain",
    63: "rain",
    65: "heavy rain",
    66: "light freezing rain",
    67: "freezing rain",
    71: "light snow",
    73: "snow",
    75: "heavy snow",
    77: "snow grains",
    80: "light showers",
    81: "showers",
    82: "heavy showers",
    85: "light snow showers",
    86: "snow showers",
    95: "thunderstorm",
    96: "thunderstorm with hail",
    99: "thunderstorm with heavy hail",
}


class Where(ToolArguments):
    place: str = Field(min_length=1, max_length=100, description="A town, such as Berlin.")


class Place(BaseModel):
    name: str
    country: str = ""
    latitude: float
    longitude: float


class Places(BaseModel):
    results: list[Place] = []


class Current(BaseModel):
    time: str
    temperature_2m: float
    apparent_temperature: float
    relative_humidity_2m: float
    weather_code: int
    wind_speed_10m: float


class Daily(BaseModel):
    time: list[str]
    weather_code: list[int]
    temperature_2m_max: list[float]
    temperature_2m_min: list[float]
    precipitation_probability_max: list[float | None]


class Forecast(BaseModel):
    current: Current
    daily: Daily


def make_weather(fetch: Fetch) -> Tool[Where]:
    async def run(arguments: Where, call_id: str) -> Output:
        wanted = {"name": arguments.place, "count": "1", "format": "json"}
        places = await fetch_as(fetch, Places, PLACES, wanted)
        if not places.results:
            raise ToolFailed(f"There is no place {arguments.place!r}.")
        place = places.results[0]
        forecast = await fetch_as(fetch, Forecast, FORECAST, write_query(place))
        return Output(describe_weather(place, forecast), origin="open-meteo.com")

    return Tool(
        name="weather",
        title="Weather",
        description="Tells the weather of a place now and in the next days.",
        effect="pure",
        timeout=25.0,
        arguments=Where,
        run=run,
    )


def write_query(place: Place) -> dict[str, str]:
    return {
        "latitude": str(place.latitude),
        "longitude": str(place.longitude),
        "current": ",".join(name for name in Current.model_fields if name != "time"),
        "daily": ",".join(name for name in Daily.model_fields if name != "time"),
        "timezone": "auto",
        "forecast_days": str(DAYS),
    }


def describe_weather(place: Place, forecast: Forecast) -> str:
    now, daily = forecast.current, forecast.daily
    lines = [
        f"{place.name}, {place.country}, {now.time}: {_name_sky(now.weather_code)}, "
        f"{now.temperature_2m:g} °C (feels like {now.apparent_temperature:g} °C), "
        f"humidity {now.relative_humidity_2m:g} %, wind {now.wind_speed_10m:g} km/h"
    ]
    days = zip(
        daily.time,
        daily.weather_code,
        daily.temperature_2m_min,
        daily.temperature_2m_max,
        daily.precipitation_probability_max,
        strict=False,
    )
    for day, code, low, high, rain in days:
        chance = "" if rain is None else f", rain {rain:g} %"
        lines.append(f"{day}: {_name_sky(code)}, {low:g} to {high:g} °C{chance}")
    return "\n".join(lines)


def _name_sky(code: int) -> str:
    return SKIES.get(code, f"weather code {code}")
