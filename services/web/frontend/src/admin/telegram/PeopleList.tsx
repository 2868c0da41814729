// Who has written to the bot, and who of them may.
import type { Person } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const p = w.telegram.people;
const MINUTE = 60_000; // ms

export function PeopleList({ people, onChanged }: { people: Person[]; onChanged: () => void }) {
  const now = useNow(MINUTE);
  if (people.length === 0) return <Nothing>{p.none}</Nothing>;
  const change = async ({ role, person_id: personId }: Person) => {
    const act = role === "paired" ? adminApi.forgetPerson : adminApi.allowPerson;
    await attempt(w.doing.save, () => act(personId));
    onChanged();
  };
  return (
    <ul className="rows">
      {people.map((person) => (
        <li key={person.person_id} className="row-item">
          <div className="grow">
            <p className="row-title" dir="auto">
              {person.name || person.person_id}{" "}
              <span className={person.role === "paired" ? "chip good" : "chip"}>{p.roles[person.role]}</span>
            </p>
            <p className="dim">{p.since(person.person_id, shortTime(person.at, now))}</p>
          </div>
          <Button onClick={() => void change(person)}>{person.role === "paired" ? p.forget : p.allow}</Button>
        </li>
      ))}
    </ul>
  );
}
