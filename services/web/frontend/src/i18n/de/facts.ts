// Was Dienste auf Englisch sagen: Fehler, Zustände, Gründe. Ein Test hält die englischen Sätze an ihre Quellen.
import type { Facts } from "../facts";

export const facts: Facts = {
  sentences: {
    "the service {} does not answer": "Der Dienst {0} antwortet nicht.",
    "the store's database can't be used now": "Die Datenbank des Dienstes store lässt sich jetzt nicht benutzen.",
    "{}; the store goes on trying, and its log says why": "{0} Der Dienst store versucht es weiter; sein Log sagt, warum.",
    "the disk is full: nothing can be kept until there is space":
      "Die Festplatte ist voll: Nichts lässt sich sichern, bis wieder Platz ist.",
    "no launcher answers: in containers `docker compose run --rm signin rotate` makes a new token":
      "Hier antwortet kein Launcher: In Containern macht `docker compose run --rm signin rotate` ein neues Token.",
    "Something went wrong here; the log of the service says what.":
      "Hier ist etwas schiefgegangen; das Log des Dienstes sagt, was.",

    "another agent is called {}": "Ein anderer Agent heißt schon {0}.",
    "agent {} does not exist": "Den Agenten {0} gibt es nicht.",
    "{} is the default agent: make another one the default first":
      "{0} beantwortet neue Gespräche: Lassen Sie das zuerst einen anderen Agenten tun.",
    "make another agent the default one instead": "Lassen Sie stattdessen einen anderen Agenten neue Gespräche beantworten.",
    "an agent needs a name and a model": "Ein Agent braucht einen Namen und ein Modell.",
    "an agent needs a model": "Ein Agent braucht ein Modell.",
    "an agent's name has 1 to {} characters on one line": "Der Name eines Agenten hat 1 bis {0} Zeichen in einer Zeile.",
    "{} messages wait in thread {} already": "In diesem Gespräch warten schon {0} Nachrichten.",
    "more than {} messages a minute: try again in {} s":
      "Mehr als {0} Nachrichten in der Minute: Versuchen Sie es in {1} s noch einmal.",
    "the message has {} bytes, {} are the most": "Die Nachricht hat {0} Bytes, erlaubt sind {1}.",
    "the title has {} characters, {} are the most": "Der Titel hat {0} Zeichen, erlaubt sind {1}.",
    "the {} has {} bytes, {} are the most": "Das ist zu lang: {1} Bytes, erlaubt sind {2}.",
    "too many tries: wait {} s and try again": "Zu viele Versuche: Warten Sie {0} s und versuchen Sie es noch einmal.",
    "a file has at most {} MB": "Eine Datei darf höchstens {0} MB haben.",
    "a workspace has at most {}: delete something first":
      "Mehr passt nicht in die Dateien eines Gesprächs ({0}): Löschen Sie zuerst etwas.",
    "{} files and {} MB": "{0} Dateien und {1} MB",
    "a secret's name is 1 to 80 letters, digits or any of . _ -":
      "Der Name eines Schlüssels hat 1 bis 80 Buchstaben, Ziffern oder Zeichen aus . _ -",
    "a secret is one line of at most {} characters": "Ein Schlüssel ist eine Zeile von höchstens {0} Zeichen.",
    "api_base {} is no http or https address": "{0} ist keine Adresse mit http oder https.",
    "an answer is running in thread {}: stop it first": "In diesem Gespräch läuft eine Antwort: Halten Sie sie zuerst an.",
    "{} was decided by {} at {} UTC": "Darüber ist schon entschieden: {0:word} ({1:word}, {2} UTC).",
    "answered by {} at {} UTC": "Das ist schon beantwortet ({0:word}, {1} UTC).",
    "nobody can read this message: it can only be discarded":
      "Diese Nachricht kann niemand lesen: Sie lässt sich nur verwerfen.",
    "the skill {} can't be used: {}": "Der Skill {0} ist nicht zu gebrauchen: {1}",

    "{} Store one in the settings.": "{0} Hinterlegen Sie einen unter „Modelle und Schlüssel“.",
    "There is no key named {}.": "Es gibt keinen Schlüssel namens {0}.",
    "There is no key for {} yet.": "Für {0} gibt es noch keinen Schlüssel.",
    "The key for {} was refused. Store a valid one in the settings.":
      "Der Schlüssel für {0} wurde abgelehnt. Hinterlegen Sie einen gültigen unter „Modelle und Schlüssel“.",
    "The account at {} has no credit left.": "Das Konto bei {0} hat kein Guthaben mehr.",
    "Nothing answers at {}. Is it running, and can this machine reach it?":
      "Bei {0} antwortet nichts. Läuft es, und ist es von diesem Rechner aus zu erreichen?",
    "The conversation is longer than {} can read. Fork it from an earlier message, begin a new thread, or choose a model that reads more.":
      "Das Gespräch ist länger, als {0} lesen kann. Zweigen Sie bei einer früheren Nachricht ab, beginnen Sie ein neues Gespräch oder wählen Sie ein Modell, das mehr liest.",
    "{} refused to answer this because of its content rules.":
      "{0} hat das wegen eigener Regeln für Inhalte nicht beantwortet.",
    "Nobody here knows the model {}.": "Das Modell {0} kennt hier niemand.",
    "{} has no model {}: {}": "{0} hat kein Modell {1}: {2}",
    "{} did not answer in time.": "{0} hat nicht rechtzeitig geantwortet.",
    "{} did not answer within {} s.": "{0} hat in {1} s nicht geantwortet.",
    "{} is asked too often right now.": "{0} wird gerade zu oft gefragt.",
    "{} is overloaded.": "{0} ist überlastet.",
    "{} did not take the request: {}": "{0} hat die Anfrage nicht angenommen: {1}",
    "The answer of {} broke off in the middle: {}": "Die Antwort von {0} brach mittendrin ab: {1}",
    "The answer of {} broke off in the middle.": "Die Antwort von {0} brach mittendrin ab.",
    "{} failed several times in a row and is left alone for half a minute.":
      "{0} ist mehrmals nacheinander gescheitert und wird eine halbe Minute in Ruhe gelassen.",
    "The runner failed more than {} times without getting any further.":
      "Der agent-runner ist mehr als {0}-mal gescheitert, ohne weiterzukommen.",
    "Something went wrong inside Parley; the agent-runner's log says what.":
      "In Parley ist etwas schiefgegangen; das Log des Dienstes agent-runner sagt, was.",
    "It holds {} MiB of memory and is being followed by a new runner.":
      "Er belegt {0} MiB Speicher und wird gerade von einem neuen abgelöst.",

    "Code can't be run yet: its image is being made ready. Try again in a minute or two.":
      "Code kann noch nicht laufen: Sein Image wird gerade vorbereitet. Versuchen Sie es in ein, zwei Minuten noch einmal.",
    "Code can't be run here: the sandbox does not run. Either no Docker was found (install and start it, then start Parley again), or PARLEY_SANDBOX_BACKEND is off.":
      "Code kann hier nicht laufen: Die Sandbox läuft nicht. Entweder wurde kein Docker gefunden (installieren und starten Sie es, und starten Sie dann Parley neu), oder PARLEY_SANDBOX_BACKEND ist off.",
    "Code can't be run: PARLEY_SANDBOX_BACKEND is off.": "Code kann nicht laufen: PARLEY_SANDBOX_BACKEND ist off.",
    "Code can't be run: Docker does not answer. Start it, or see docs/howto/deploy.md for how to install it.":
      "Code kann nicht laufen: Docker antwortet nicht. Starten Sie es; wie man es installiert, steht in docs/howto/deploy.md.",
    "Code can't be run: the sandbox may not use Docker's socket. In containers put DOCKER_GID, which `stat -c %g /var/run/docker.sock` prints, into .env; elsewhere join the group docker.":
      "Code kann nicht laufen: Die Sandbox darf den Socket von Docker nicht benutzen. Tragen Sie in Containern DOCKER_GID, das `stat -c %g /var/run/docker.sock` ausgibt, in .env ein; treten Sie sonst der Gruppe docker bei.",
    "Code can't be run: what PARLEY_SANDBOX_IMAGE names is not one of Parley's own images, or not made from one.":
      "Code kann nicht laufen: Was PARLEY_SANDBOX_IMAGE nennt, ist keines von Parleys eigenen Images und aus keinem gemacht.",
    "Code can't be run: Docker has no image {}.": "Code kann nicht laufen: Docker hat kein Image {0}.",
    "Code can't be run: its image could not be built. ./parley logs sandbox says why.":
      "Code kann nicht laufen: Sein Image ließ sich nicht bauen. ./parley logs sandbox sagt, warum.",
    "Code can't be run: PARLEY_SANDBOX_RUNTIME is {}, and this Docker has no such runtime, only {}. Install it, or leave it empty.":
      "Code kann nicht laufen: PARLEY_SANDBOX_RUNTIME ist {0}, und dieses Docker hat diese Runtime nicht, nur {1}. Installieren Sie sie, oder lassen Sie die Einstellung leer.",
    "Code can't be run: bubblewrap (bwrap) or /usr/bin/python3 is not installed here.":
      "Code kann nicht laufen: bubblewrap (bwrap) oder /usr/bin/python3 ist hier nicht installiert.",
    "Code can't be run: bubblewrap does not work on this machine; often the system forbids unprivileged user namespaces.":
      "Code kann nicht laufen: bubblewrap arbeitet auf diesem Rechner nicht; oft verbietet das System unprivilegierte User-Namespaces.",
    "Too many programs wait to be run: try again later.":
      "Zu viele Programme warten darauf, zu laufen: Versuchen Sie es später noch einmal.",

    "Telegram is not configured: get a token from @BotFather, put TELEGRAM_BOT_TOKEN=… into the file .env and run ./parley restart telegram.":
      "Telegram ist nicht eingerichtet: Holen Sie ein Token von @BotFather, schreiben Sie TELEGRAM_BOT_TOKEN=… in die Datei .env und rufen Sie ./parley restart telegram auf.",
    "Telegram does not know the bot's token: put the one that @BotFather shows into the file .env and run ./parley restart telegram.":
      "Telegram kennt das Token des Bots nicht: Schreiben Sie das, das @BotFather zeigt, in die Datei .env und rufen Sie ./parley restart telegram auf.",
    "Telegram can't be reached; Parley goes on trying.": "Telegram ist nicht zu erreichen; Parley versucht es weiter.",
    "Another program reads this bot's messages: stop it, or give Parley a bot of its own. Parley goes on trying.":
      "Ein anderes Programm liest die Nachrichten dieses Bots: Halten Sie es an, oder geben Sie Parley einen eigenen Bot. Parley versucht es weiter.",
    "Parley is asking Telegram for its bot.": "Parley fragt Telegram nach seinem Bot.",
    "@{} is listening.": "@{0} hört zu.",
    "Telegram has not taken it for 10 minutes; it is sent as soon as it can be.":
      "Telegram hat es seit 10 Minuten nicht angenommen; es wird gesendet, sobald es geht.",
    "Telegram did not take it within 24 hours.": "Telegram hat es in 24 Stunden nicht angenommen.",

    "The MCP server {} can't be reached: {}": "Der MCP-Server {0} ist nicht zu erreichen: {1}",
    "The MCP server {} does not tell its tools: {}": "Der MCP-Server {0} sagt seine Werkzeuge nicht: {1}",
    "there is no such program or folder.": "Dieses Programm oder diesen Ordner gibt es nicht.",
    "it took too long.": "Es hat zu lange gedauert.",
    "the connection was closed.": "Die Verbindung wurde geschlossen.",
    "The runner is about to stop.": "Der agent-runner hält gerade an.",
  },

  words: {
    approve: "erlaubt",
    approve_edited: "mit Änderungen erlaubt",
    deny: "abgelehnt",
    expired: "niemand rechtzeitig",
    "the clock": "die Uhr",
    "nobody in time": "niemand rechtzeitig",
    web: "Web",
    telegram: "Telegram",
    api: "API",
    cli: "Terminal",
  },

  names: {
    internal: "Hier ist etwas schiefgegangen; das Log des Dienstes sagt, was.",
    unavailable: "Ein Dienst, der dafür gebraucht wird, ist gerade nicht zu erreichen.",
    malformed_json: "Das ist kein JSON.",
    not_found: "Das gibt es hier nicht.",
    too_big: "Das ist zu groß.",
    too_long: "Das ist zu lang.",
    empty_message: "Eine Nachricht braucht einen Text.",
    thread_not_found: "Dieses Gespräch gibt es nicht mehr.",
    message_not_found: "Diese Nachricht gibt es nicht mehr.",
    agent_not_found: "Diesen Agenten gibt es nicht mehr.",
    turn_not_found: "Diesen Zug gibt es nicht mehr.",
    approval_not_found: "Danach fragt niemand mehr.",
    call_not_found: "Diesen Aufruf gibt es nicht mehr.",
    dead_letter_not_found: "Das liegt hier nicht mehr.",
    file_not_found: "Diese Datei gibt es nicht mehr.",
    skill_not_found: "Diesen Skill gibt es nicht mehr.",
    mcp_tool_not_found: "Dieses Werkzeug gibt es nicht mehr.",
    person_not_found: "Diese Person hat noch nicht geschrieben.",
    file_damaged: "Die Datei kam beschädigt an: Senden Sie sie noch einmal.",
    file_changed: "Die Datei wurde inzwischen geändert: Lesen Sie sie noch einmal.",
    skill_changed: "Der Skill hat sich geändert, während Sie ihn lasen: Sehen Sie noch einmal hin.",
    mcp_tool_changed: "Das Werkzeug hat sich geändert, während Sie es lasen: Sehen Sie noch einmal hin.",
    thread_archived: "Dieses Gespräch ist archiviert.",
    thread_busy: "In diesem Gespräch wird gerade geantwortet.",
    queue_full: "In diesem Gespräch warten schon zu viele Nachrichten.",
    too_many_messages: "Das sind zu viele Nachrichten in einer Minute: Warten Sie einen Moment.",
    too_many_tries: "Zu viele Versuche: Warten Sie einen Moment.",
    too_much_at_once: "Das ist zu viel auf einmal: Warten Sie die Antworten ab.",
    nothing_runs: "Hier läuft nichts mehr, das man anhalten könnte.",
    not_live: "Dieser Agent ist nicht mehr wach.",
    already_runs: "Das läuft schon; es lässt sich anhalten.",
    already_decided: "Darüber ist schon entschieden.",
    already_exists: "Das gibt es schon.",
    agent_changed: "Das wurde inzwischen anderswo geändert: Sehen Sie noch einmal hin.",
    agent_name_taken: "Ein anderer Agent heißt schon so.",
    agent_in_use: "Dieser Agent wird noch gebraucht.",
    key_not_enough: "Dafür genügt ein API-Schlüssel nicht: Melden Sie sich mit dem Token an.",
    not_signed_in: "Melden Sie sich an.",
    wrong_token: "Dieses Token öffnet dieses Parley nicht.",
    disk_full: "Die Festplatte ist voll.",
  },

  vague: {
    "{} failed: {}": "{0} meldet einen Fehler: {1}",
  },
};
