/** What Rekognition says about a label besides its name. `parents` are the direct ones; ancestors are derived. */
export interface TaxonomyEntry {
  category: string
  parents: readonly LabelName[]
  aliases: readonly string[]
}

export type LabelName = keyof typeof table

/*
 * Names, parents, categories and aliases are those of Rekognition's label model 3.0 as far as its documentation and
 * published responses show them; the README says what is a guess. Parents that speak of the scene rather than the
 * thing (Sea for a surfboard, Dining Room for a dining table) are left out: a box alone does not show them.
 */
const table = {
  ...inCategory("Person Description", { Person: is([], "Human") }),

  ...inCategory("Vehicles and Automotive", {
    Vehicle: is(["Transportation"]),
    Aircraft: is(["Vehicle"]),
    Airplane: is(["Aircraft"]),
    Bicycle: is(["Vehicle"], "Bike"),
    Boat: is(["Vehicle"]),
    Bus: is(["Vehicle"]),
    Car: is(["Vehicle"], "Automobile"),
    Motorcycle: is(["Vehicle"]),
    Train: is(["Vehicle"]),
    Truck: is(["Vehicle"]),
  }),

  ...inCategory("Transport and Logistics", {
    Transportation: is([]),
    "Parking Meter": is([]),
    "Road Sign": is(["Sign"]),
    Stopsign: is(["Road Sign"]),
    "Traffic Light": is(["Light"]),
  }),

  ...inCategory("Symbols and Flags", { Symbol: is([]), Sign: is(["Symbol"]) }),

  ...inCategory("Public Safety", { "Fire Hydrant": is(["Hydrant"]) }),

  ...inCategory("Tools and Machinery", {
    Brush: is(["Device", "Tool"]),
    Device: is([]),
    Hydrant: is([]),
    Tool: is([]),
  }),

  ...inCategory("Animals and Pets", {
    Animal: is([]),
    Mammal: is(["Animal"]),
    Pet: is(["Animal"]),
    Wildlife: is(["Animal"]),
    Livestock: is(["Animal"]),
    Canine: is(["Mammal"]),
    Cattle: is(["Livestock", "Mammal"]),
    Bear: is(["Mammal", "Wildlife"]),
    Bird: is(["Animal"]),
    Cat: is(["Mammal", "Pet"]),
    Cow: is(["Cattle"]),
    Dog: is(["Canine", "Pet"]),
    Elephant: is(["Mammal", "Wildlife"]),
    Giraffe: is(["Mammal", "Wildlife"]),
    Horse: is(["Mammal"]),
    Sheep: is(["Livestock", "Mammal"]),
    Zebra: is(["Mammal", "Wildlife"]),
  }),

  ...inCategory("Apparel and Accessories", {
    Accessories: is([], "Accessory"),
    Bag: is([]),
    Clothing: is([], "Apparel"),
    "Formal Wear": is(["Clothing"]),
    Glove: is(["Clothing"]),
    Backpack: is(["Bag"]),
    Handbag: is(["Accessories", "Bag"], "Purse"),
    Tie: is(["Accessories", "Formal Wear"], "Necktie"),
  }),

  ...inCategory("Travel and Adventure", { Baggage: is([], "Luggage"), Suitcase: is(["Baggage"]) }),

  ...inCategory("Hobbies and Interests", {
    Toy: is([]),
    Frisbee: is(["Toy"]),
    Kite: is(["Toy"]),
    "Teddy Bear": is(["Toy"]),
  }),

  ...inCategory("Sports", {
    Sport: is([], "Sports"),
    "Team Sport": is(["Sport"]),
    Ball: is(["Sport"]),
    Baseball: is(["Team Sport"]),
    "Baseball Bat": is(["Baseball"]),
    "Baseball Glove": is(["Baseball", "Glove"]),
    Racket: is([]),
    Skateboard: is(["Sport"]),
    Skis: is(["Sport"]),
    Snowboard: is(["Sport"]),
    Surfboard: is(["Sport"]),
    Tennis: is(["Sport"]),
    "Tennis Racket": is(["Racket", "Tennis"]),
  }),

  ...inCategory("Food and Beverage", {
    Food: is([]),
    Produce: is(["Food"]),
    Fruit: is(["Plant", "Produce"]),
    "Citrus Fruit": is(["Fruit"]),
    Vegetable: is(["Plant", "Produce"]),
    Dessert: is(["Food"]),
    Sweets: is(["Food"], "Confectionery"),
    Apple: is(["Fruit"]),
    Banana: is(["Fruit"]),
    Broccoli: is(["Vegetable"]),
    Cake: is(["Dessert"]),
    Carrot: is(["Vegetable"]),
    Donut: is(["Sweets"]),
    "Hot Dog": is(["Food"]),
    Orange: is(["Citrus Fruit"]),
    Pizza: is(["Food"]),
    Sandwich: is(["Food"]),
  }),

  ...inCategory("Kitchen and Dining", {
    Bowl: is([]),
    Cup: is([], "Mug"),
    Cutlery: is([]),
    Fork: is(["Cutlery"]),
    Glass: is([]),
    Spoon: is(["Cutlery"]),
    "Wine Glass": is(["Glass"]),
  }),

  // Rekognition counts knives and scissors among the weapons.
  ...inCategory("Weapons and Military", {
    Weapon: is([]),
    Blade: is(["Weapon"]),
    Knife: is(["Blade"]),
    Scissors: is(["Blade"]),
  }),

  ...inCategory("Furniture and Furnishings", {
    Furniture: is([]),
    Table: is(["Furniture"]),
    Bed: is(["Furniture"]),
    Bench: is(["Furniture"]),
    Chair: is(["Furniture"]),
    Couch: is(["Furniture"]),
    "Dining Table": is(["Table"]),
  }),

  ...inCategory("Plants and Flowers", { Plant: is([]) }),

  ...inCategory("Home and Indoors", {
    Indoors: is([]),
    Room: is(["Indoors"]),
    Bathroom: is(["Room"]),
    Jar: is([]),
    Pottery: is([]),
    "Potted Plant": is(["Plant"]),
    Sink: is([]),
    Toilet: is(["Bathroom"]),
    Vase: is(["Jar", "Pottery"]),
  }),

  ...inCategory("Home Appliances", {
    Appliance: is(["Device", "Electrical Device"]),
    "Blow Dryer": is(["Dryer"]),
    Dryer: is(["Appliance"]),
    Microwave: is(["Oven"]),
    Oven: is(["Appliance"]),
    Refrigerator: is(["Appliance"]),
    Toaster: is(["Appliance"]),
  }),

  ...inCategory("Technology and Computing", {
    Electronics: is([]),
    "Electrical Device": is([]),
    Hardware: is(["Electronics"]),
    Computer: is(["Electronics"]),
    "Computer Hardware": is(["Hardware"]),
    Pc: is(["Computer"]),
    Phone: is(["Electronics"]),
    Screen: is(["Electronics"]),
    Monitor: is(["Computer Hardware", "Screen"], "Display", "Digital Display", "LCD Screen"),
    "Computer Keyboard": is(["Computer Hardware"]),
    Laptop: is(["Pc"]),
    "Mobile Phone": is(["Phone"], "Cell Phone"),
    Mouse: is(["Computer Hardware"]),
    "Remote Control": is(["Electronics"]),
    TV: is(["Monitor"], "Television"),
  }),

  ...inCategory("Text and Documents", { Publication: is([]), Book: is(["Publication"]) }),

  ...inCategory("Beauty and Personal Care", { Toothbrush: is(["Brush"]) }),

  ...inCategory("Everyday Objects", {
    Bottle: is([]),
    Canopy: is([]),
    Clock: is([]),
    Light: is([]),
    Umbrella: is(["Canopy"]),
  }),
}

/** Every label this package can return. The annotation makes a parent that is not in the table a type error. */
export const taxonomy: Readonly<Record<LabelName, TaxonomyEntry>> = table

/** All ancestors of a label, sorted by name, as Rekognition lists them in `Parents`. */
export function ancestorsOf(name: LabelName): LabelName[] {
  const found = new Set<LabelName>()
  const visit = (parent: LabelName): void => {
    found.add(parent)
    taxonomy[parent].parents.forEach(visit)
  }
  taxonomy[name].parents.forEach(visit)
  return [...found].sort()
}

function is<const Parents extends readonly string[]>(parents: Parents, ...aliases: string[]) {
  return { parents, aliases }
}

function inCategory<Entries extends Record<string, { parents: readonly string[]; aliases: string[] }>>(
  category: string,
  entries: Entries,
) {
  const named = Object.entries(entries).map(([name, entry]) => [name, { category, ...entry }])
  return Object.fromEntries(named) as { [Name in keyof Entries]: Entries[Name] & { category: string } }
}
