package librarytest

// village is about what no security questionnaire asks: entries made of it have
// nothing to do with any question about security.
var village = vocabulary{
	things: allThings(parseSubjects(`
company-info; soc2:CC2.3; rose beds/flower borders; apple trees/orchards; beehives/bee colonies; hen coops/chicken runs; duck ponds/goose ponds; vegetable rows/cabbage rows
company-info; soc2:CC2.3; bread ovens/bakehouses; cheese wheels/goat cheeses; soups/stews; wedding cakes/pastries; plum jams/marmalades; cider barrels/beer kegs
company-info; soc2:CC2.3; choirs/singers; violins/fiddles; brass horns/trumpets; dance evenings/balls; puppet shows/theatre plays; harvest parades/carnival floats
company-info; soc2:CC2.3; bicycles/tandems; rowing boats/canoes; sledges/toboggans; ponies/donkeys; hay wagons/carts; kites/paper dragons
company-info; soc2:CC2.3; thatched roofs/straw roofs; wooden fences/hedgerows; stone bridges/footbridges; chimneys/stoves; church bells/tower chimes; wells/fountains
company-info; soc2:CC2.3; woollen blankets/quilts; wicker chairs/baskets; clay pots/jugs; candles/lanterns; wedding dresses/bonnets; leather boots/clogs
`)),
	actions: parseWords(`
paint painted painting; water watered watering; bake baked baking; mend mended mending; tune tuned tuning; carve carved carving
prune pruned pruning; polish polished polishing; stir stirred stirring; weave woven weaving; feed fed feeding; harvest harvested harvesting
sweep swept sweeping; plant planted planting; rehearse rehearsed rehearsing; decorate decorated decorating; brew brewed brewing; knit knitted knitting
varnish varnished varnishing; pickle pickled pickling; groom groomed grooming; sow sown sowing; whitewash whitewashed whitewashing; taste tasted tasting
`),
	scopes: parseWords(`
meadow on the meadow; mill at the old mill; river by the river; forest in the forest; barn in the barn; attic in the attic; tavern at the tavern
school for schoolchildren; aunts for aunts; shepherds for shepherds; pilgrims for pilgrims; fishermen for fishermen; weddings at weddings; funfair at the funfair
hill on the hill; island on the island; lake at the lake; moor on the moor; vineyard in the vineyard; quarry at the quarry; harbour in the harbour
spring in spring; autumn in autumn; winter in winter; midsummer at midsummer; easter at Easter; sunrise at sunrise; moonlight by moonlight
dairy in the dairy; smithy at the smithy; pottery in the pottery; greenhouse in the greenhouse; stable in the stable; cellar in the wine cellar; loft in the hayloft
bandstand on the bandstand; green on the village green; churchyard in the churchyard; ferry on the ferry; lighthouse at the lighthouse; pier on the pier; windmill at the windmill
cottage in the cottage; chapel in the chapel; brook along the brook; ridge on the ridge; beach on the beach; cave in the cave; glade in the glade; marsh in the marsh
`),
	teams:   parseWords(`the gardeners; the bakers; the miller; the choir ladies; the beekeeper; the carpenters; the fire-eaters; the grandmothers`),
	tools:   parseWords(`a rake; a wooden spoon; a ladder; a wheelbarrow; a paintbrush; a pair of shears; a bucket; a tuning fork`),
	roles:   parseWords(`the mayor; the vicar; the innkeeper; the schoolmistress; the eldest shepherd; the ferryman`),
	records: parseWords(`the parish chronicle; the recipe book; the almanac; the songbook; the guest book; the herbarium`),
}
