// The admin pages, loaded when somebody first goes there.
import { useEffect, useRef, type ComponentType } from "react";
import { Route, Switch, useLocation } from "wouter";
import { AdminNav } from "./AdminNav";
import "./admin.css";
import "./events/events.css";
import "./reading.css";
import "./telegram/telegram.css";
import { AgentList } from "./agents/AgentList";
import { AgentPage } from "./agents/AgentPage";
import { Events } from "./events/Events";
import { ThreadEvents } from "./events/ThreadEvents";
import { Deliveries } from "./deliveries/Deliveries";
import { DeadLetters } from "./letters/DeadLetters";
import { LiveBoard } from "./live/LiveBoard";
import { McpPage } from "./mcp/McpPage";
import { ModelsPage } from "./models/ModelsPage";
import { Overview } from "./overview/Overview";
import { Nothing, Page } from "./parts/Page";
import { Settings } from "./settings/Settings";
import { SkillList } from "./skills/SkillList";
import { SkillPage } from "./skills/SkillPage";
import { TelegramPage } from "./telegram/TelegramPage";
import { ThreadsMonitor } from "./threads/ThreadsMonitor";
import { Usage } from "./usage/Usage";
import { w } from "./words";

const PAGES: [path: string, page: ComponentType][] = [
  ["/admin", Overview],
  ["/admin/agents", AgentList],
  ["/admin/skills", SkillList],
  ["/admin/mcp", McpPage],
  ["/admin/models", ModelsPage],
  ["/admin/threads", ThreadsMonitor],
  ["/admin/live", LiveBoard],
  ["/admin/events", Events],
  ["/admin/usage", Usage],
  ["/admin/letters", DeadLetters],
  ["/admin/deliveries", Deliveries],
  ["/admin/telegram", TelegramPage],
  ["/admin/settings", Settings],
];

export function Admin() {
  const [place] = useLocation();
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [place]);
  return (
    <div className="admin">
      <AdminNav onSkip={() => main.current?.focus()} />
      {/* To be scrolled with keys, where nothing in it can be focused. */}
      <main className="admin-main" ref={main} tabIndex={0}>
        <Switch>
          {PAGES.map(([path, page]) => (
            <Route key={path} path={path} component={page} />
          ))}
          <Route path="/admin/events/:threadId">
            {({ threadId }) => <ThreadEvents key={threadId} threadId={threadId} />}
          </Route>
          <Route path="/admin/skills/:name">{({ name }) => <SkillPage key={name} name={name} />}</Route>
          <Route path="/admin/agents/:agentId">{({ agentId }) => <AgentPage key={agentId} agentId={agentId} />}</Route>
          <Route>
            <Page title={w.label}>
              <Nothing>{w.noSuchPage}</Nothing>
            </Page>
          </Route>
        </Switch>
      </main>
    </div>
  );
}
