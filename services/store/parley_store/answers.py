"""Every question the store answers, and the function that does."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from parley_shared import backups as safe
from parley_shared import commands as do
from parley_shared import dead_letters as dead
from parley_shared import house, telegram
from parley_shared import store as ask
from parley_shared import workspace as files
from parley_shared.errors import NothingRuns, ParleyError, WrongCode
from parley_shared.models import Model
from parley_shared.questions import Question

from parley_store.agents import (
    change_notes,
    create_agent,
    get_agent,
    list_agents,
    suggest_model,
    update_agent,
    use_skill,
)
from parley_store.approvals import decide
from parley_store.backups import drop_backup, list_backups, make_backup
from parley_store.chats import get_chat, point_chat
from parley_store.claiming import claim
from parley_store.database import Database, Session
from parley_store.dead_letters import (
    get_dead_letter,
    keep_dead_letter,
    list_dead_letters,
    settle_dead_letter,
)
from parley_store.deliveries import (
    answer_audience,
    end_delivery,
    find_sent,
    get_next_delivery,
    get_sendings,
    list_waiting_chats,
    mark_sending,
    tell_delay,
)
from parley_store.drafts import draft_claim
from parley_store.editing import delete_message, edit_message, withdraw_turn
from parley_store.ending import finish
from parley_store.events import get_heads, list_events_since
from parley_store.files import get_file, keep_file, read_chunk, write_chunk
from parley_store.forks import fork_thread
from parley_store.heard import (
    change_chat,
    finish_updates,
    get_chat_settings,
    keep_updates,
    list_chats,
    list_updates,
    move_chat,
)
from parley_store.history import get_history
from parley_store.house import (
    get_budget,
    get_daily_limit,
    get_overdue,
    get_retention,
    list_failures,
    set_budget,
    set_daily_limit,
    set_retention,
)
from parley_store.importing import import_messages
from parley_store.joined import find_together, keep_joined
from parley_store.journal import get_steps, keep_step, note_trouble, renew
from parley_store.listing import get_thread_rows, list_subagents, list_threads
from parley_store.messages import append, get_message
from parley_store.pages import get_messages, get_queue
from parley_store.pairing import (
    allow_person,
    forget_person,
    keep_code,
    list_people,
    note_guess,
    pair,
)
from parley_store.parking import back_off, hand_back, park
from parley_store.participants import get_participants
from parley_store.queries import answer_query
from parley_store.refusals import reject
from parley_store.requests import get_open_requests
from parley_store.retiring import delete_agent
from parley_store.retrying import retry_message
from parley_store.settling import retry_call, settle_call
from parley_store.shutdowns import tell_shutdown
from parley_store.signins import (
    check_sign_in,
    create_key,
    end_sign_ins,
    list_keys,
    list_sign_ins,
    revoke_key,
    set_token,
    sign_in,
    sign_out,
)
from parley_store.stale import send_again
from parley_store.stats import get_stats
from parley_store.stopping import note_nothing, stop_everything, stop_thread, stop_turns
from parley_store.threads import (
    create_thread,
    delete_thread,
    get_thread,
    restore_thread,
    update_thread,
)
from parley_store.titles import title_thread
from parley_store.turns import get_runnable
from parley_store.undelivered import drop_delivery, hurry_delivery, list_waiting
from parley_store.usage import get_usage
from parley_store.views import get_view
from parley_store.workspaces import (
    delete_files,
    get_workspace_file,
    list_workspace,
    move_files,
    put_files,
)

Q = TypeVar("Q", bound=Question[Any])  # whatever its answer is
A = TypeVar("A", bound=Model)
Give = Callable[[Database, Any], Awaitable[Model]]  # each takes its own question


def reads(answer: Callable[[Session, Q], Awaitable[A]]) -> Callable[[Database, Q], Awaitable[A]]:
    async def give(database: Database, question: Q) -> A:
        async with database.read() as session:
            return await answer(session, question)

    return give


def writes(answer: Callable[[Session, Q], Awaitable[A]]) -> Callable[[Database, Q], Awaitable[A]]:
    async def give(database: Database, question: Q) -> A:
        async with database.write() as session:
            return await answer(session, question)

    return give


def writes_or_notes(
    answer: Callable[[Session, Q], Awaitable[A]],
    failure: type[ParleyError],
    note: Callable[[Session, Q], Awaitable[None]],
) -> Callable[[Database, Q], Awaitable[A]]:
    """A failure is noted in a transaction of its own, for the first one kept nothing."""
    write = writes(answer)

    async def give(database: Database, question: Q) -> A:
        try:
            return await write(database, question)
        except failure:
            async with database.write() as session:
                await note(session, question)
            raise

    return give


ANSWERS: dict[type[Question[Any]], Give] = {
    ask.GetThread: reads(get_thread),
    ask.ListThreads: reads(list_threads),
    ask.GetThreadRows: reads(get_thread_rows),
    ask.ListSubagents: reads(list_subagents),
    ask.GetMessages: reads(get_messages),
    ask.GetMessage: reads(get_message),
    ask.GetView: reads(get_view),
    ask.EventsSince: reads(list_events_since),
    ask.GetHeads: reads(get_heads),
    ask.Append: writes(append),
    ask.Reject: writes(reject),
    ask.Claim: writes(claim),
    ask.Renew: writes(renew),
    ask.KeepStep: writes(keep_step),
    ask.Note: writes(note_trouble),
    ask.Park: writes(park),
    ask.Backoff: writes(back_off),
    ask.Finish: writes(finish),
    ask.HandBack: writes(hand_back),
    ask.GetHistory: reads(get_history),
    ask.GetSteps: reads(get_steps),
    ask.Draft: reads(draft_claim),
    ask.TellShutdown: writes(tell_shutdown),
    ask.TitleThread: writes(title_thread),
    ask.GetQueue: reads(get_queue),
    ask.GetParticipants: reads(get_participants),
    ask.GetRunnable: reads(get_runnable),
    ask.GetOpenRequests: reads(get_open_requests),
    ask.ListAgents: reads(list_agents),
    ask.GetAgent: reads(get_agent),
    ask.SuggestModel: writes(suggest_model),
    ask.ChangeNotes: writes(change_notes),
    ask.GetChat: reads(get_chat),
    ask.PointChat: writes(point_chat),
    ask.SetToken: writes(set_token),
    ask.SignIn: writes(sign_in),
    ask.CheckSignIn: reads(check_sign_in),
    ask.SignOut: writes(sign_out),
    ask.ListKeys: reads(list_keys),
    ask.CreateKey: writes(create_key),
    ask.RevokeKey: writes(revoke_key),
    ask.WriteChunk: write_chunk,
    ask.KeepFile: keep_file,
    ask.GetFile: reads(get_file),
    ask.ReadChunk: read_chunk,
    ask.GetStats: get_stats,
    house.GetUsage: reads(get_usage),
    house.GetBudget: reads(get_budget),
    house.SetBudget: writes(set_budget),
    house.GetDailyLimit: reads(get_daily_limit),
    house.SetDailyLimit: writes(set_daily_limit),
    house.ListFailures: reads(list_failures),
    house.ListSignIns: reads(list_sign_ins),
    house.EndSignIns: writes(end_sign_ins),
    house.GetOverdue: reads(get_overdue),
    house.GetRetention: reads(get_retention),
    house.SetRetention: writes(set_retention),
    telegram.ListPeople: reads(list_people),
    telegram.AllowPerson: writes(allow_person),
    telegram.ForgetPerson: writes(forget_person),
    telegram.KeepCode: writes(keep_code),
    telegram.Pair: writes_or_notes(pair, WrongCode, note_guess),
    telegram.GetChatSettings: reads(get_chat_settings),
    telegram.ListChats: reads(list_chats),
    telegram.ChangeChat: writes(change_chat),
    telegram.MoveChat: writes(move_chat),
    telegram.KeepUpdates: writes(keep_updates),
    telegram.ListUpdates: reads(list_updates),
    telegram.FinishUpdates: writes(finish_updates),
    telegram.KeepJoined: writes(keep_joined),
    telegram.FindTogether: reads(find_together),
    telegram.GetSendings: reads(get_sendings),
    telegram.MarkSending: writes(mark_sending),
    telegram.FindSent: reads(find_sent),
    telegram.GetNextDelivery: reads(get_next_delivery),
    telegram.EndDelivery: writes(end_delivery),
    telegram.TellDelay: writes(tell_delay),
    telegram.ListWaitingChats: reads(list_waiting_chats),
    telegram.ListWaiting: reads(list_waiting),
    telegram.HurryDelivery: writes(hurry_delivery),
    telegram.DropDelivery: writes(drop_delivery),
    telegram.FindAudience: writes(answer_audience),  # what it remembers must not be older than that
    safe.MakeBackup: make_backup,
    safe.ListBackups: list_backups,
    safe.DropBackup: drop_backup,
    dead.KeepDeadLetter: writes(keep_dead_letter),
    dead.ListDeadLetters: reads(list_dead_letters),
    dead.GetDeadLetter: reads(get_dead_letter),
    dead.SendAgain: writes(send_again),
    dead.SettleDeadLetter: writes(settle_dead_letter),
    files.ListWorkspace: reads(list_workspace),
    files.GetWorkspaceFile: reads(get_workspace_file),
    files.PutFiles: writes(put_files),
    files.MoveFiles: writes(move_files),
    files.DeleteFiles: writes(delete_files),
    do.CreateThread: writes(create_thread),
    do.UpdateThread: writes(update_thread),
    do.DeleteThread: writes(delete_thread),
    do.RestoreThread: writes(restore_thread),
    do.ForkThread: writes(fork_thread),
    do.ImportMessages: writes(import_messages),
    do.EditMessage: writes(edit_message),
    do.DeleteMessage: writes(delete_message),
    do.RetryMessage: writes(retry_message),
    do.StopThread: writes_or_notes(stop_thread, NothingRuns, note_nothing),
    do.StopTurns: writes(stop_turns),
    do.StopAll: writes(stop_everything),
    do.WithdrawTurn: writes(withdraw_turn),
    do.Decide: writes(decide),
    do.AnswerQuery: writes(answer_query),
    do.SettleCall: writes(settle_call),
    do.RetryCall: writes(retry_call),
    do.CreateAgent: writes(create_agent),
    do.UpdateAgent: writes(update_agent),
    do.UseSkill: writes(use_skill),
    do.DeleteAgent: writes(delete_agent),
}
