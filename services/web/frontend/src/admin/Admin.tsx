// The admin pages, loaded when somebody first goes there.
import { useEffect, useRef, type ComponentType } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { AdminNav } from "./AdminNav";
import "./admin.css";
import { AgentList } from "./agents/AgentList";
import { AgentPage } from "./agents/AgentPage";
import { Nothing, Page } from "./parts/Page";
import { PLACES } from "./places";
import { w } from "./words";

const PAGES: [path: string, page: ComponentType][] = [["/admin/agents", AgentList]];

export function Admin() {
  const [place] = useLocation();
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [place]);
  return (
    <div className="admin">
      <AdminNav />
      <main className="admin-main" ref={main}>
        <Switch>
          <Route path="/admin">
            <Redirect to={PLACES[0].path} replace />
          </Route>
          {PAGES.map(([path, page]) => (
            <Route key={path} path={path} component={page} />
          ))}
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
