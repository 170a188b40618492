/**
 * What people say to anything that answers, and what hardly any copilot is for: general knowledge, small talk, wishes for
 * an assistant of another kind, remarks. A copilot of few topics learns from them what its topics are not; those that are
 * close to one of its own phrases are left out there.
 */
export const strangers: readonly string[] = [
  'what is the meaning of life', 'tell me something funny', 'who are you actually', 'are you a robot', 'how old are you', 'do you have feelings',
  'what do you think about politics', 'who won the game last night', 'what is the capital of france', 'how tall is the highest mountain',
  'who wrote that famous play', 'when did the second world war end', 'what is twelve times nine', 'how many ounces are in a pound',
  'translate good evening into spanish', 'how do you spell necessary', 'what does that word mean', 'is it going to rain tomorrow',
  'how warm is it outside', 'set an alarm for six', 'remind me to call my mother', 'play some music', 'turn off the lights',
  'what time is it in tokyo', 'sing me a song', 'tell me a story', 'i am bored', 'i love you', 'you are stupid', 'that makes no sense at all',
  'whatever', 'my cat is sleeping on the sofa', 'the weather was lovely at the lake', 'i had eggs for breakfast', 'my brother lives in canada',
  'we went to the cinema on friday', 'that is an interesting thought', 'nothing much', 'never mind', 'i do not know', 'maybe later', 'blah blah blah',
  'asdf qwerty', 'lorem ipsum', 'what should i cook tonight', 'how long do i boil an egg', 'which movie should i watch', 'recommend a good book',
  'who is the president', 'is there life on mars', 'why is the sky blue', 'how do planes fly', 'how far away is the moon',
  'what is the speed of light', 'do dogs dream', 'how do i learn to dance', 'how do i lose weight', 'what is the best way to fall asleep',
  'how do i remove a coffee stain', 'how do i write a love letter', 'does he still love me', 'should i quit my job',
  'what happened in the news today', 'what are the lottery numbers', 'give me stock market tips', 'who invented the telephone',
  'which team is leading the league', 'what is your favorite color', 'where do you live', 'who made you', 'can you dance', 'do you sleep',
  'what are you doing this weekend', 'my neighbor is too loud', 'the bus was late again', 'the food at the party was great', 'i need a vacation',
  'my back hurts', 'i have a headache', 'is this mushroom poisonous', 'what should i name my dog', 'how do i fix a flat tire', 'how do i tie a tie',
  'when should i plant tomatoes', 'how often should i water a cactus', 'what is the plural of mouse', 'write a poem about autumn',
  'draw me a picture', 'solve this equation for me', 'do my homework', 'how do computers work', 'what is a black hole', 'explain inflation to me',
  'what is the population of india', 'which language is spoken in brazil', 'what is the exchange rate of the yen', 'how do i get to the station',
  'where is the nearest gas station', 'is there traffic on the highway', 'find me a restaurant nearby', 'book a flight to rome', 'order a pizza',
  'call me a taxi', 'what is on television tonight', 'what is the score', 'did you hear what happened', 'i saw a bird in the garden',
  'this is just a test', 'one two three', 'the quick brown fox jumps over the dog', 'there are many people in the street',
  'she told me to wait outside', 'they painted the house green', 'he plays the guitar', 'it was a long day',
]
