"""What each service may say and hear on NATS: the whole matrix, in one place."""

from dataclasses import dataclass
from typing import Any

from parley_shared import (
    backups,
    commands,
    dead_letters,
    gateway,
    house,
    launcher,
    runner,
    sandbox,
    store,
    telegram,
    workspace,
)
from parley_shared.questions import Question
from parley_shared.subjects import DLQ, EVENTS, INBOUND, OUTBOUND, SIGNINS, STRANGERS, TURNS


@dataclass(frozen=True)
class Rights:
    """Beside these everybody has an inbox of its own, hears `$SRV.>`, and may reply.

    What is in `never_publishes` is denied even where `publishes` has it.
    """

    publishes: tuple[str, ...]
    subscribes: tuple[str, ...]
    never_publishes: tuple[str, ...] = ()


def asks(*questions: type[Question[Any]]) -> tuple[str, ...]:  # whatever their answers are
    return tuple(f"{question.service}.{question.verb}" for question in questions)


def commands_of(*questions: type[Question[Any]]) -> tuple[str, ...]:
    """Of the store, asked of the gateway, which checks them."""
    return tuple(f"gateway.{question.verb}" for question in questions)


def declares(*streams: str) -> tuple[str, ...]:
    verbs = ("CREATE", "UPDATE", "INFO")
    return tuple(f"$JS.API.STREAM.{verb}.{stream}" for stream in streams for verb in verbs)


def declares_durables_of(*streams: str) -> tuple[str, ...]:
    return tuple(
        subject
        for stream in streams
        for subject in (f"$JS.API.CONSUMER.CREATE.{stream}.>", f"$JS.API.CONSUMER.INFO.{stream}.*")
    )


def takes_from(stream: str, durable: str = "*") -> tuple[str, ...]:
    """Pulls the next message of a durable, and acks it."""
    return (f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}", f"$JS.ACK.{stream}.{durable}.>")


READS_FILES = asks(store.ReadChunk)
WRITES_FILES = asks(store.WriteChunk, store.KeepFile)
READS_WORKSPACES = asks(workspace.ListWorkspace, workspace.GetWorkspaceFile)
WRITES_WORKSPACES = asks(workspace.PutFiles, workspace.MoveFiles, workspace.DeleteFiles)

MATRIX = {
    "store": Rights(
        publishes=(
            *("ev.*.*", "turns.*", "out.*.*", "ctl.*", "dlq.>"),
            *declares(INBOUND, TURNS, EVENTS, OUTBOUND, DLQ),
            f"$JS.API.STREAM.DELETE.{EVENTS}",  # to make it anew with other replicas
            *declares_durables_of(INBOUND, OUTBOUND),
        ),
        subscribes=("store.>",),
    ),
    "gateway": Rights(
        publishes=("store.>", "dlq.>", *takes_from(INBOUND), *asks(runner.Transcribe)),
        subscribes=("gateway.>",),
        # Who may come in is nothing a message can ask for, and no turn is in its hands.
        never_publishes=(
            *("store.token.*", "store.signin.*", "store.key.*"),
            *("store.backup.*", "store.telegram.*"),
            *asks(house.SetBudget, house.SetDailyLimit, house.SetRetention),
            *asks(store.Claim, store.Renew, store.KeepStep, store.Note, store.Park, store.Backoff),
            *asks(store.Finish, store.HandBack),
        ),
    ),
    "agent-runner": Rights(
        publishes=(
            *("ev.*.text-delta", "ev.*.reasoning-delta", "ev.*.tool-progress", "debug.>"),
            *("ev.*.agent-status", "ev.*.custom"),
            *("wake.*", "sandbox.*"),
            *asks(store.Claim, store.Renew, store.KeepStep, store.Note, store.Park, store.Backoff),
            *asks(store.Finish, store.HandBack, store.GetHistory, store.GetSteps),
            *asks(store.Draft, store.TitleThread, store.TellShutdown),
            *asks(
                store.GetRunnable,
                store.GetQueue,
                store.ListAgents,
                store.SuggestModel,
                store.ChangeNotes,
            ),
            *READS_FILES,
            *WRITES_FILES,
            *READS_WORKSPACES,
            *WRITES_WORKSPACES,
            f"$JS.API.CONSUMER.CREATE.{TURNS}.*.turns.*",
            f"$JS.API.STREAM.INFO.{TURNS}",
            *takes_from(TURNS),
        ),
        subscribes=("wake.*", "ctl.*", "presence.>", "sandbox.out.*", "runner.>"),
    ),
    "sandbox": Rights(
        publishes=(
            "sandbox.out.*",
            *READS_FILES,
            *WRITES_FILES,
            *asks(workspace.ListWorkspace, workspace.PutFiles),
        ),
        subscribes=asks(sandbox.StartRun, sandbox.WaitRun, sandbox.CancelRun, sandbox.GetSandbox),
    ),
    "telegram": Rights(
        publishes=(
            *("in.telegram.*", "presence.>", "dlq.outbound.>", STRANGERS),
            *asks(gateway.RunCommand),
            *commands_of(commands.Decide, commands.AnswerQuery, commands.StopThread),
            *commands_of(commands.EditMessage, commands.RetryMessage, runner.Transcribe),
            *asks(store.GetChat, store.GetMessage, store.GetView, store.GetOpenRequests),
            *asks(telegram.KeepCode, telegram.Pair, telegram.KeepUpdates, telegram.ListUpdates),
            *asks(telegram.FinishUpdates, telegram.GetChatSettings, telegram.ChangeChat),
            *asks(telegram.MoveChat, telegram.KeepJoined, telegram.FindTogether),
            *asks(telegram.GetSendings, telegram.MarkSending, telegram.FindSent),
            *asks(telegram.GetNextDelivery, telegram.EndDelivery, telegram.TellDelay),
            *asks(telegram.ListWaitingChats, telegram.FindAudience, telegram.ListPeople),
            *READS_FILES,
            *WRITES_FILES,
            *takes_from(OUTBOUND, "telegram"),
        ),
        subscribes=("live.*.*", "telegram.>"),
    ),
    "web": Rights(
        publishes=(
            *("in.web.*", "gateway.>", "presence.>", "$SRV.>"),
            *asks(store.GetThread, store.ListThreads, store.GetThreadRows, store.GetMessage),
            *asks(store.ListSubagents),
            *asks(
                store.GetMessages, store.GetView, store.EventsSince, store.GetHeads, store.GetQueue
            ),
            *asks(store.GetParticipants, store.GetFile),
            *asks(store.GetOpenRequests, store.GetAgent, store.ListAgents, store.GetStats),
            *asks(store.GetQueues),
            *asks(store.SignIn, store.CheckSignIn, store.SignOut),
            *asks(house.GetUsage, house.GetBudget, house.SetBudget, house.ListFailures),
            *asks(house.GetDailyLimit, house.SetDailyLimit, house.GetOverdue),
            *asks(house.ListSignIns, house.EndSignIns, house.GetRetention, house.SetRetention),
            *asks(dead_letters.ListDeadLetters, backups.MakeBackup, backups.ListBackups),
            *asks(store.ListKeys, store.CreateKey, store.RevokeKey),
            *asks(telegram.ListPeople, telegram.AllowPerson, telegram.ForgetPerson),
            *asks(telegram.ListChats, telegram.ChangeChat),
            *asks(telegram.ListWaiting, telegram.HurryDelivery, telegram.DropDelivery),
            *READS_FILES,
            *WRITES_FILES,
            *READS_WORKSPACES,
            *("runner.>", "telegram.>", *asks(launcher.RotateToken, launcher.GetProcesses)),
            f"$JS.API.CONSUMER.CREATE.{EVENTS}",
            f"$JS.API.CONSUMER.DELETE.{EVENTS}.*",
            f"$JS.API.STREAM.INFO.{EVENTS}",
            f"$JS.FC.{EVENTS}.>",
        ),
        subscribes=("live.>", "debug.>", "presence.>", SIGNINS),
    ),
    # The person at the machine, through the launcher.
    "admin": Rights(
        publishes=(
            "$SRV.>",
            "$JS.API.>",
            *asks(backups.MakeBackup, backups.DropBackup),
            *asks(store.EventsSince, store.GetView),
            *asks(store.SetToken, store.GetStats, commands.StopAll, telegram.GetPairing),
            *asks(runner.ListLive, runner.ReleaseLive, runner.FindMissingKeys),
        ),
        subscribes=(
            "$JS.EVENT.ADVISORY.>",
            *asks(launcher.RotateToken, launcher.GetProcesses),
        ),
    ),
}
