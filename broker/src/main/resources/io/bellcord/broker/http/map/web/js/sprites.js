/** Pictures of buses, drawn once each: a drop in the route's colour that points ahead, and the route's name over it. */
const LARGE = { radius: 14, nose: 21, rim: 2.5, blur: 5, side: 52 };
const SMALL = { radius: 6, nose: 10, rim: 1.5, blur: 2, side: 26 };
const STEP = 5; // degrees between two pictures of a small one
const NO_STEP = 360 / STEP; // the picture of one that looks no way
const LONGEST_NAME = 5;

export class Sprites {
  #pictures = new Map();
  #turned = new Map();
  #ratio = 1;
  #halo = "#fff";

  /** Begins anew for another screen or other colours. */
  reset(ratio, halo) {
    this.#pictures.clear();
    this.#turned.clear();
    this.#ratio = ratio;
    this.#halo = halo;
  }

  /**
   * A small bus, turned already, for those that are drawn by the thousand.
   *
   * @param heading null for one that has none
   */
  small(colour, heading) {
    let pictures = this.#turned.get(colour);
    if (!pictures) {
      pictures = [];
      this.#turned.set(colour, pictures);
    }
    const step = heading === null ? NO_STEP : Math.round(heading / STEP) % NO_STEP;
    return (pictures[step] ??= this.#paint(SMALL.side, (context) => {
      context.rotate((step * STEP * Math.PI) / 180);
      this.#drop(context, SMALL, colour, heading !== null);
    }));
  }

  /** A bus that looks up, or with `points` false no way. */
  large(colour, points) {
    return this.#picture(`b${colour}${points}`, LARGE.side, (context) => this.#drop(context, LARGE, colour, points));
  }

  #drop(context, { radius, nose, rim, blur }, colour, points) {
    context.beginPath();
    if (points) {
      const angle = Math.acos(radius / nose);
      context.arc(0, 0, radius, -Math.PI / 2 + angle, -Math.PI / 2 - angle);
      context.lineTo(0, -nose);
      context.closePath();
    } else {
      context.arc(0, 0, radius, 0, 2 * Math.PI);
    }
    context.shadowColor = "rgb(0 0 0 / 35%)";
    context.shadowBlur = blur * this.#ratio; // which no transformation changes
    context.lineJoin = "round";
    context.lineWidth = 2 * rim;
    context.strokeStyle = this.#halo;
    context.stroke();
    context.shadowColor = "transparent";
    context.fillStyle = colour;
    context.fill();
  }

  name(text, colour) {
    return this.#picture(`t${colour}${text}`, 28, (context) => {
      const words = shortened(text);
      const size = words.length <= 2 ? 14 : words.length === 3 ? 11.5 : words.length === 4 ? 9.5 : 8;
      context.font = `700 ${size}px system-ui, "Noto Sans", "Noto Sans KR", sans-serif`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = colour;
      context.fillText(words, 0, 0.5);
    });
  }

  ring(colour) {
    return this.#picture(`r${colour}`, 68, (context) => {
      context.beginPath();
      context.arc(0, 0, 27, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.globalAlpha = 0.22;
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 3;
      context.strokeStyle = colour;
      context.stroke();
    });
  }

  #picture(key, size, draw) {
    let picture = this.#pictures.get(key);
    if (!picture) {
      picture = this.#paint(size, draw);
      this.#pictures.set(key, picture);
    }
    return picture;
  }

  #paint(size, draw) {
    const side = Math.ceil(size * this.#ratio);
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext("2d");
    context.translate(side / 2, side / 2);
    context.scale(this.#ratio, this.#ratio);
    draw(context);
    return { image: canvas.transferToImageBitmap(), half: side / 2 }; // which no browser copies each time it is drawn
  }
}

/** What fits into a drop: of `Zest 11` its last word, which tells it from the others. */
function shortened(name) {
  const last = name.length > LONGEST_NAME ? name.trim().split(/\s+/).at(-1) : name;
  return last.slice(0, LONGEST_NAME);
}
