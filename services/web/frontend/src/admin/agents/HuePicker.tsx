// Picks the colour of an agent's voice.
import { hueStyle, Glyph } from "../../ui/Glyph";
import { w } from "../words";
import { HUES } from "./creating";

interface HuePickerProps {
  hue: number;
  name: string;
  onPick: (hue: number) => void;
}

export function HuePicker({ hue, name, onPick }: HuePickerProps) {
  const offered = HUES.includes(hue) ? HUES : [...HUES, hue];
  return (
    <fieldset className="hues">
      <legend className="field-name">{w.agents.form.colour}</legend>
      {offered.map((each) => (
        <label key={each} className="hue voice" style={hueStyle(each)}>
          <input type="radio" name="hue" className="unseen" checked={each === hue} onChange={() => onPick(each)} />
          <Glyph name={name} />
          <span className="unseen">{w.agents.form.hue(each)}</span>
        </label>
      ))}
    </fieldset>
  );
}
